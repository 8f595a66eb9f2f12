# SPDX-License-Identifier: MIT
"""Functions of functions."""

from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce
from collections import namedtuple
from reprlib import recursive_repr

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key",
           "lru_cache", "reduce", "partial", "partialmethod", "singledispatch", "singledispatchmethod", "cached_property"]

GenericAlias = type(list[int])

# --- wrappers --------------------------------------------------------------------------------------------------------------

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make the wrapper look like what it wraps; __wrapped__ leads there. The wrapper is returned."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper() as a decorator of the wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- total_ordering ----------------------------------------------------------------------------------------------------------


def _derived(root, name, combine, doc):
    """The comparison `name` by means of the class's own `root`: combine(answer of root, self, other)."""
    def method(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        return combine(answer, self, other)
    method.__name__ = name
    method.__qualname__ = f"_{name.strip('_')}_from_{root.strip('_')}"
    method.__doc__ = doc
    return method


def _not(answer, self, other):
    return not answer


def _or_equal(answer, self, other):
    return answer or self == other


def _and_differs(answer, self, other):
    return answer and self != other


def _neither(answer, self, other):
    return not answer and self != other


def _not_or_equal(answer, self, other):
    return not answer or self == other


# For each root: the others, and how they follow from it.
_convert = {
    "__lt__": (("__gt__", _neither), ("__le__", _or_equal), ("__ge__", _not)),
    "__le__": (("__ge__", _not_or_equal), ("__lt__", _and_differs), ("__gt__", _not)),
    "__gt__": (("__lt__", _neither), ("__ge__", _or_equal), ("__le__", _not)),
    "__ge__": (("__le__", _not_or_equal), ("__gt__", _and_differs), ("__lt__", _not)),
}


def total_ordering(cls):
    """Class decorator: from one of < <= > >= (and ==) the other three."""
    roots = [name for name in _convert if getattr(cls, name, None) is not getattr(object, name, None)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots, key=lambda name: ("__lt__", "__le__", "__gt__", "__ge__")[::-1].index(name))
    for name, combine in _convert[root]:
        if name not in roots:
            setattr(cls, name, _derived(root, name, combine, f"Return self {name}other, computed from {root}."))
    return cls


# --- partial methods -----------------------------------------------------------------------------------------------------------


class partialmethod:
    """partial() for methods: stands in a class, and passes self on."""

    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            if not callable(func) and getattr(func, "__get__", None) is None:
                raise TypeError(f"{func!r} is not callable or a descriptor")
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args), *(f"{k}={v!r}" for k, v in self.keywords.items())]
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    before = None
    while func is not before:
        before = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
    return func


# --- caches ----------------------------------------------------------------------------------------------------------------------

_CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


def _remember(function, maxsize, typed):
    wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


def lru_cache(maxsize=128, typed=False):
    """Decorator: remember the results of the calls made last, as many as maxsize (None: all). Arguments must be hashable;
    with typed=True 1 and 1.0 are different ones."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _remember(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function):
        return _remember(function, maxsize, typed)
    return decorate


def cache(user_function, /):
    """Decorator: remember all results."""
    return lru_cache(maxsize=None)(user_function)


_NOT_FOUND = object()


class cached_property:
    """A property that is computed once and then stands in the instance's __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(f"Cannot assign the same cached_property to two different names ({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache {self.attrname!r} "
                            "property.") from None
        value = cache.get(self.attrname, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                cache[self.attrname] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does not support item "
                                f"assignment for caching {self.attrname!r} property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# --- single dispatch ---------------------------------------------------------------------------------------------------------------


def _c3_merge(sequences):
    """The order that keeps the order of each of the sequences."""
    result = []
    while True:
        sequences = [s for s in sequences if s]
        if not sequences:
            return result
        for s in sequences:
            head = s[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(head)
        sequences = [s[1:] if s[0] == head else s for s in sequences]


def _c3_mro(cls, abcs):
    """The order of bases of cls, with those of the abcs put in that it implements and its bases do not."""
    for i, base in enumerate(reversed(cls.__bases__)):
        if hasattr(base, "__abstractmethods__"):
            boundary = len(cls.__bases__) - i
            break
    else:
        boundary = 0
    explicit, other = list(cls.__bases__[:boundary]), list(cls.__bases__[boundary:])
    own = [a for a in abcs if issubclass(cls, a) and not any(issubclass(b, a) for b in cls.__bases__)]
    rest = [a for a in abcs if a not in own]
    return _c3_merge([[cls], *(_c3_mro(b, rest) for b in (*explicit, *own, *other)), explicit, own, other])


def _compose_mro(cls, types):
    """The order of cls with those of the registered types that it is a virtual subclass of."""
    bases = set(cls.__mro__)

    def is_related(t):
        return t not in bases and hasattr(t, "__mro__") and not isinstance(t, GenericAlias) and issubclass(cls, t)
    related = [t for t in types if is_related(t)]
    # Those that another one brings in anyway.
    related = [t for t in related if not any(o is not t and t in o.__mro__ for o in related)]
    members = set(related)
    wanted = set(types)
    mro = []
    for t in related:
        found = [[s for s in sub.__mro__ if s in wanted] for sub in t.__subclasses__()
                 if sub not in bases and issubclass(cls, sub)]
        if not found:
            mro.append(t)
            continue
        found.sort(key=len, reverse=True)
        for sub in found:
            for s in sub:
                if s not in mro:
                    mro.append(s)
    return _c3_mro(cls, mro)


def _find_impl(cls, registry):
    """The function registered for the type that is nearest to cls."""
    mro = _compose_mro(cls, registry.keys())
    match = None
    for t in mro:
        if match is not None:
            # Two abstract classes that do not know of each other are equally near.
            if (t in registry and t not in cls.__mro__ and match not in cls.__mro__ and not issubclass(match, t)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {t}")
            break
        if t in registry:
            match = t
    return registry.get(match)


def _is_valid_dispatch_type(cls):
    if isinstance(cls, type) and not isinstance(cls, GenericAlias):
        return True
    from types import UnionType
    return (isinstance(cls, UnionType) or _is_typing_union(cls)) and all(
        isinstance(arg, type) and not isinstance(arg, GenericAlias) for arg in cls.__args__)


def _is_typing_union(cls):
    origin = getattr(cls, "__origin__", None)
    return origin is not None and getattr(origin, "_name", None) == "Union"


def singledispatch(func):
    """A function that chooses what to do by the type of its first argument. register() adds implementations."""
    from weakref import WeakKeyDictionary
    from types import MappingProxyType
    from abc import get_cache_token
    registry = {}
    dispatched = WeakKeyDictionary()
    token = None

    def dispatch(cls):
        """The implementation for the class."""
        nonlocal token
        if token is not None:
            current = get_cache_token()
            if token != current:
                dispatched.clear()
                token = current
        try:
            return dispatched[cls]
        except KeyError:
            impl = registry[cls] if cls in registry else _find_impl(cls, registry)
            dispatched[cls] = impl
            return impl

    def register(cls, func=None):
        """Add the implementation for a class; a decorator, also by the annotation of the first parameter."""
        nonlocal token
        if _is_valid_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` or plain "
                                "`@register` on an annotated function.")
            func = cls
            from typing import get_type_hints
            argname, cls = next(iter(get_type_hints(func).items()))
            if not _is_valid_dispatch_type(cls):
                if hasattr(cls, "__args__"):
                    raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
        if isinstance(cls, type):
            registry[cls] = func
        else:
            for arg in cls.__args__:
                registry[arg] = func
        if token is None and hasattr(cls, "__abstractmethods__"):
            token = get_cache_token()
        dispatched.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = dispatched.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """singledispatch() for methods: by the first argument behind self or cls."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def method(*args, **kwargs):
            if not args:
                name = getattr(self.func, "__name__", "singledispatchmethod method")
                raise TypeError(f"{name} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        method.__isabstractmethod__ = self.__isabstractmethod__
        method.register = self.register
        update_wrapper(method, self.func)
        return method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
