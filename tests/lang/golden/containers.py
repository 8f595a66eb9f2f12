# SPDX-License-Identifier: MIT
# list, tuple, dict, set, range, slice and their iterators: expressions, each with its value or its exception.
def t(s, g=globals()):
    try:
        r = eval(s, g)
        r = repr(r)
    except BaseException as e:
        r = type(e).__name__ + ": " + str(e)
    print(s, "->", r)
class Ix:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class BadEq:
    def __eq__(self, o): raise ZeroDivisionError("eq")
    __hash__ = None
class L(list): pass
class T(tuple): pass
class D(dict):
    def __missing__(self, k): return ("missing", k)
class S(set): pass
for s in """
[1,2,3][1] ; [1,2,3][-4] ; [1,2,3][Ix(2)] ; [1,2,3][10**30] ; [1,2,3][::0]
[1,2,3]['a':] ; [].pop() ; [1].pop(3) ; [1].pop('x') ; [1,2].index(3) ; [1,2].index(2,0,1) ; [1,2].remove(5) ; [1]+(2,) ; [1]*'a' ; [1]*2.0
[1,2]*3 ; 3*[1,2] ; [1]*-1 ; [1]*(10**30) ; [1]<[2] ; [1]<(1,) ; [1,2]==[1,2.0] ; [1,[2]]!=[1,[2]] ; [1,2]<[1,'a'] ; [BadEq()]==[BadEq()]
list('abc') ; list(5) ; list(1,2) ; list(x=1) ; list([1,2],) ; hash([]) ; (1,2,3)[5] ; (1,)*3 ; (1,2)+[3] ; tuple([1,2]) ; tuple(1) ; tuple(x=1) ; (1,2).index(5) ; (1,2,1).count(1)
hash((1,2)) ; hash(((),)) ; hash((1,[])) ; (1,2)<(1,3) ; (1,2)<(1,) ; T((1,2)) ; T((1,2))==(1,2) ; T((1,2))+(3,) ; type(T((1,2))[:]) ; L([1,2]) ; type(L([1])+[2]) ; type(L([1,2])[:1])
{1:2}[3] ; {1:2}['a'] ; {}[[]] ; {[]:1} ; {1:2}.get(3) ; {1:2}.get(3,4) ; {1:2}.pop(3) ; {1:2}.pop(3,5) ; {}.pop([]) ; {}.popitem() ; {1:2,3:4}.popitem() ; dict(a=1,b=2) ; dict([(1,2),(3,4)]) ; dict([(1,2,3)]) ; dict([1]) ; dict(1) ; dict({1:2},x=3) ; dict(1,2)
dict.fromkeys('abc') ; dict.fromkeys('ab',0) ; {1:2}|{3:4} ; {1:2}|[(3,4)] ; {1:2}.keys() ; {1:2}.values() ; {1:2}.items() ; {1:2}.keys()&{1,2} ; {1:2}.keys()|[5] ; {1:2}.items()-{(1,2)} ; {1:2}.keys()^{3} ; {1}-{1:2}.keys() ; [1]&{1:2}.keys() ; {1:2}.keys()=={1} ; {1:2}.keys()<{1,2} ; {1:2}.values()=={1:2}.values() ; (1,2) in {1:2}.items() ; 1 in {1:2} ; [] in {1:2}
D()[5] ; D(a=1)['a'] ; D().get(5) ; list(reversed({1:2,3:4})) ; list(reversed({1:2,3:4}.items())) ; {1:2}=={1:2.0} ; {1:2}!={1:3} ; {1:2}<{1:3} ; hash({}) ; {True:1,1:2,1.0:3} ; dict(zip('ab',[1,2])) ; {1:2}.keys().isdisjoint([3]) ; {1:2}.keys().mapping ; len({1:2}.items())
{1,2}|{3} ; {1,2}|[3] ; {1,2}&frozenset([2]) ; frozenset([1])|{2} ; {1,2}-{1} ; {1,2}^{2,3} ; {1}<{1,2} ; {1}<=[1] ; {1}==frozenset([1]) ; {[]} ; set([1,2,1]) ; set(5) ; set().pop() ; {1}.remove(2) ; {1}.discard(2) ; {1,2}.union([3],(4,)) ; {1,2}.intersection([2],[2,3]) ; {1,2,3}.difference([1],{2}) ; {1,2}.symmetric_difference([2,3]) ; {1}.issubset([1,2]) ; {1,2}.issuperset([1]) ; {1}.isdisjoint([2]) ; {1}.update(5) ; S([1]) ; S() ; frozenset() ; frozenset([1]) ; type(S([1])|{2}) ; type(S([1]).copy()) ; {frozenset([1])}.__contains__({1}) ; hash({1}) ; set(x=1) ; frozenset(x=1) ; set(1,2) ; {1,2,3}.__sub__([1])
range(5) ; range(1,5,2) ; range(5)[2] ; range(5)[-1] ; range(5)[7] ; range(5)[1:3] ; range(10)[::-2] ; range(0) == range(2,2) ; range(0,10,3)==range(0,12,3) ; hash(range(3))==hash(range(0,3)) ; range(1,2,0) ; range('a') ; range(1.0) ; range() ; range(1,2,3,4) ; 3 in range(5) ; 3.0 in range(5) ; 'a' in range(5) ; range(5).index(3) ; range(5).index(9) ; range(5).count(2) ; list(reversed(range(5))) ; range(10**30)[10**29] ; len(range(10**30)) ; list(range(10**20,10**20+3)) ; range(3).start ; range(5)['a'] ; range(-5,5)[3] ; bool(range(0)) ; range(5).index('a')
slice(1,2,3) ; slice(5) ; slice(1,None) ; slice(1,2)==slice(1,2) ; slice(1,2)<slice(1,3) ; hash(slice(1,2))==hash(slice(1,2)) ; slice(1,10,2).indices(5) ; slice(None,None,-1).indices(5) ; slice(0,5,0).indices(5) ; slice('a').indices(5) ; slice(1).indices(-1) ; slice() ; slice(1,2,3,4) ; slice(-10**30,10**30).indices(10**25)
list(enumerate('ab')) ; list(enumerate('ab',5)) ; list(enumerate('ab',start=10**30)) ; enumerate() ; enumerate(5) ; list(zip([1,2],'ab')) ; list(zip()) ; list(zip([1],[2,3],strict=True)) ; list(zip([1,2],[2],strict=True)) ; list(zip([1],[2],[3,4],strict=True)) ; zip(1) ; list(map(str,[1,2])) ; list(map(lambda a,b:a+b,[1,2],[3,4,5])) ; map(str) ; list(filter(None,[0,1,2])) ; list(filter(lambda x:x>1,[0,1,2])) ; filter(None) ; list(reversed([1,2])) ; list(reversed('abc')) ; reversed(5) ; reversed({1}) ; list(reversed((1,2))) ; reversed([1,2]).__length_hint__()
sorted([3,1,2]) ; sorted([3,1,2],reverse=True) ; sorted('hello',key=lambda c:-ord(c)) ; sorted([1,'a']) ; sorted([1,2],5) ; [3,1].sort(1) ; sorted([(1,'b'),(1,'a')]) ; sorted([0.0,-0.0,float('inf'),-1.5]) ; sorted(['b','a','\\xff','\\u1234']) ; sorted([True,False,5,-1]) ; sorted([2**70,1,-2**70]) ; sorted([[2],[1]]) ; sorted([None,1])
iter([1]).__next__() ; list(iter([1,2])) ; iter(5) ; list(iter(iter([1]).__next__,1)) ; iter(5,6) ; type(iter([])) ; type(iter(())) ; type(iter({})) ; type(iter(set())) ; type(iter(range(1))) ; type(iter(range(10**30))) ; type(reversed([])) ; iter([1,2,3]).__length_hint__() ; type(iter({}.items())) ; type(reversed({}))
list.__doc__ is not None ; [].__len__() ; [1].__add__([2]) ; [1].__contains__(1) ; [].__eq__(5) ; list.append([],1) ; list.append(5,1) ; [].append() ; [].append(1,2) ; [].append(x=1) ; [].insert(1) ; [].extend(5) ; {}.get() ; {}.update(5) ; {}.update([1]) ; {}.setdefault() ; {}.setdefault(1) ; [1,2,3].__getitem__(slice(1)) ; list[int] ; dict[str,int] ; tuple[int,...] ; set[int] ; frozenset[int] ; type(list[int])
[].copy() ; [1,2].count(1) ; [].clear() ; [].__iadd__((1,2)) ; [].__imul__(2) ; type({}.__or__({})) ; {}.__or__(1) ; {1}.__or__(1) ; {}.__ior__([(1,2)]) ; {1:1}.__eq__(1)
""".replace("\n", " ; ").split(" ; "):
    if s.strip(): t(s.strip())
