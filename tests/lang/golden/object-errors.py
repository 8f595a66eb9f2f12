# SPDX-License-Identifier: MIT
# Attributes of builtin types; exceptions and groups; the words of errors.
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def run(s):
    try: exec(s, {'__name__':'m'})
    except BaseException as e: print(type(e).__name__, e)
# builtin type attributes
for t in (int, str, list, dict, type, object, BaseException, OSError, property, staticmethod, type(len), type(print), type(lambda: 0), type(int.__add__), type([].append), type(''.join), type((1).__add__), type(None), type(...), type(NotImplemented)):
    print(t, t.__name__, t.__qualname__, t.__module__, t.__bases__, t.__mro__ , t.__flags__ & (1<<10) != 0)
print(len.__name__, len.__qualname__, len.__module__, len.__self__, [].append.__qualname__, str.join.__qualname__, dict.fromkeys.__qualname__, int.__add__.__name__, int.__add__.__objclass__, (1).__add__.__self__, str.join.__objclass__)
print(len.__text_signature__, int.__add__.__text_signature__, list.append.__text_signature__)
print(list.__hash__, dict.__hash__, set.__hash__)
show(lambda: hash([])); show(lambda: {}[[]])
print(object.__lt__(1, 2), (1).__lt__(2), (1).__eq__('a'), (1).__add__('a'))
print(object().__eq__(1), object().__ne__(1))
print(sorted(dir(object())))
class A:
    x = 1
    def __dir__(self): return ['b', 'a']
print(dir(A())); print([n for n in dir(A) if not n.startswith('__')])
# type() with 3 args and keywords
T = type('T', (A,), {'y': 2, '__doc__': 'dd'}); print(T, T.x, T.y, T.__doc__, T().y, T.__module__)
show(lambda: type('T', (), {}, x=1)); show(lambda: type('T', [], {})); show(lambda: type(1, (), {})); show(lambda: type('T', (), 1)); show(lambda: type('a\0b', (), {}))
show(lambda: type()); show(lambda: type(1, 2))
# callables
class Call:
    def __call__(self, *a, **k): return a, k
c = Call(); print(c(1, 2, x=3), c(*range(10), **{'a': 1}))
print(callable(c), callable(A), callable(1))
# descriptors of functions
class D:
    f = len
    g = lambda self: 'g'
    s = staticmethod(len)
    c = classmethod(lambda cls: cls.__name__)
d = D(); print(d.f([1]), d.g(), d.s([1, 2]), d.c(), D.c())
print(property().fget, property(doc='x').__doc__)
class Pr(property):
    def __get__(s, o, t=None): return 'sub ' + str(super().__get__(o, t)) if o is not None else s
class UP:
    @Pr
    def v(self): return 5
print(UP().v, UP.v.__doc__, type(UP.v).__name__)
# getattr etc.
print(getattr(A, 'zz', 'default'), getattr(A(), 'x'), hasattr(A, 'x'), hasattr(A(), 'q'))
show(lambda: getattr(A(), 3)); show(lambda: setattr(A(), 3, 4)); show(lambda: getattr(A(), 'q'))
class Str(str): pass
# errors with notes, groups
e = ValueError('x'); e.add_note('n1'); print(e.__notes__)
show(lambda: e.add_note(3))
show(lambda: ValueError(x=1)); print(repr(ValueError('a', 1)), str(KeyError('a')), str(KeyError()), str(KeyError(1, 2)))
print(OSError(2, 'x'), type(OSError(2, 'x')).__name__, OSError(2, 'x', 'f').filename, OSError('a').errno, repr(OSError(2, 'x', 'f')), OSError(1, 'a', 'b', None, 'c'))
print(StopIteration(3).value, SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code)
print(ImportError('m', name='n', path='p').name, NameError('x', name='y').name, AttributeError('m', name='n', obj=3).obj)
show(lambda: ImportError('a', foo=1)); show(lambda: AttributeError('a', foo=1))
print(UnicodeDecodeError('utf-8', b'ab\xff', 2, 3, 'bad'), UnicodeEncodeError('ascii', 'a\u1234', 1, 2, 'bad'), UnicodeTranslateError('abc', 0, 2, 'bad'))
print(SyntaxError('m', ('f.py', 1, 2, 'text')), SyntaxError('m', ('f.py', 1, 2, 'text')).text, SyntaxError('m').lineno)
eg = ExceptionGroup('eg', [ValueError(1), ExceptionGroup('in', [TypeError(2), KeyError(3)])])
print(eg, repr(eg), eg.split(TypeError), eg.subgroup(lambda e: isinstance(e, KeyError)), eg.exceptions)
show(lambda: ExceptionGroup('a', [])); show(lambda: ExceptionGroup('a', [1])); show(lambda: ExceptionGroup(1, [ValueError()])); show(lambda: ExceptionGroup('x')); show(lambda: ExceptionGroup('x', [KeyboardInterrupt()]))
class MyEG(ExceptionGroup):
    def derive(self, excs): return MyEG(self.message, excs)
print(type(MyEG('m', [ValueError(1), TypeError(2)]).split(ValueError)[0]).__name__)
print(BaseExceptionGroup('x', [ValueError()]).__class__, BaseExceptionGroup('x', [KeyboardInterrupt()]).__class__, ExceptionGroup.__mro__)
def ctx():
    try:
        try: raise ValueError(1)
        finally: raise TypeError(2)
    except TypeError as e: return e.__context__, e.__cause__
print(ctx())
def tb():
    try: raise ValueError(1)
    except ValueError as e: return e.__traceback__, e.with_traceback(None).__traceback__
show(lambda: setattr(e, '__cause__', 3)); show(lambda: setattr(e, '__traceback__', 3)); show(lambda: setattr(e, 'args', 3)); show(lambda: delattr(e, 'args'))
run("raise ValueError from 3"); run("raise 3"); run("raise"); run("raise ValueError('x') from None")
run("class E(Exception):\n def __init__(s): pass\nraise E")
run("class E(BaseException):\n def __new__(c): return 3\nraise E")
run("try: 1\nexcept 3: pass")
run("try: 1/0\nexcept 3: pass")
run("try: 1/0\nexcept (ValueError, 3): pass")
run("import nosuch"); run("from sys import nosuch"); run("x"); run("def f(): y; y=1\nf()")
run("a, b = 1"); run("a, b = (1,)"); run("a, *b = 1")
run("f(**{1: 2})"); run("print(**1)"); run("(lambda x: x)(1, x=2)"); run("(lambda x: x)(y=2)"); run("(lambda: 0)(1)"); run("(lambda x, /: 0)(x=1)"); run("(lambda *, x: 0)()"); run("(lambda x, y: 0)()")
run("1 + 'a'"); run("'a' + 1"); run("[] + 1"); run("() + []"); run("{} + 1"); run("1 - 'a'"); run("-'a'"); run("~1.5"); run("1 < 'a'"); run("[] < 1"); run("1 in 1"); run("'a' in 1"); run("1 in 'a'"); run("1[0] = 1"); run("del 1[0]") ; run("x = 1\nx[0] = 1"); run("len(1)"); run("iter(1)"); run("next(1)"); run("for x in 1: pass"); run("None.x"); run("abs('a')"); run("1 @ 2"); run("x = 1\nx += 'a'"); run("x = 1\nx @= 2"); run("'a' * 'b'"); run("[1] * 1.5"); run("'a' % 1"); run("2 ** 'a'"); run("pow(2, 3, 'a')"); run("divmod(1, 'a')"); run("1 << 1.5"); run("with 1: pass"); run("{}['a']"); run("[1][5]"); run("''[5]"); run("int('x')"); run("int([])"); run("float('x')"); run("float([])"); run("str(1, 2)"); run("range('a')"); run("range(1.5)"); run("hash({})"); run("sum(['a'])"); run("min()"); run("min([])"); run("sorted(1)"); run("chr(-1)"); run("ord('ab')"); run("ord(1)"); run("round('a')"); run("bytes('a')"); run("isinstance(1)"); run("''.join([1])"); run("object().foo"); run("int.foo"); run("print.foo = 1"); run("[].foo"); run("import sys; sys.foo")
