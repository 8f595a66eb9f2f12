# The module gc, as far as it tells the same everywhere.
import gc, weakref


class A:
    pass


def shown(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', str(e).removeprefix('gc.'))


for f in (lambda: gc.collect(3), lambda: gc.collect(-1), lambda: gc.collect('a'), lambda: gc.collect(1, 2),
          lambda: gc.set_threshold(), lambda: gc.set_threshold('a'), lambda: gc.set_threshold(1, 2, 3, 4),
          lambda: gc.get_objects(5), lambda: gc.get_objects(-2), lambda: gc.get_objects('a'),
          lambda: gc.set_debug('x'), lambda: gc.is_tracked(), lambda: gc.get_threshold()):
    shown(f)

for name, v in (('int', 1), ('big', 2 ** 80), ('str', 'a'), ('no tuple', ()), ('nested', ([],)),
                ('list', []), ('dict', {}), ('dict of atoms', {1: 2}), ('dict of lists', {1: []}), ('set', set()),
                ('frozenset', frozenset()), ('function', shown), ('type', int), ('class', A), ('instance', A()),
                ('bytes', b''), ('bytearray', bytearray()), ('range', range(3)), ('slice', slice(1)), ('module', gc),
                ('builtin', len), ('bound', [].append), ('object', object()), ('float', 1e300), ('complex', 1j),
                ('None', None), ('exception', ValueError())):
    print(name, gc.is_tracked(v))

a = A()
l = [a, 'x', 5]
d = {'k': l}
s = {a}
a.s = s
print(len(gc.get_referents(l)), gc.get_referents(), any(x is l for x in gc.get_referents(d)))
print(any(x is l for x in gc.get_referrers(a)), any(x is s for x in gc.get_referrers(a)), any(x is d for x in gc.get_referrers(l)))
print(gc.get_referrers(), any(x is l for x in gc.get_objects()), any(x is a for x in gc.get_objects()))


# A stale word on the C stack may hold one of them back, where the sanitizers make frames large.
def weak():
    refs = []
    for _ in range(20):
        w = A()
        w.me = w
        refs.append(weakref.ref(w))
    alive = refs[-1]() is w
    del w
    gc.collect()
    return alive, sum(r() is not None for r in refs) <= 1


print(weak())
w = A()
log = []
r = weakref.ref(w, lambda r: log.append(r() is None))
del w
gc.collect()
print(r(), log)


log.clear()
gc.callbacks.append(lambda phase, info: log.append((phase, info['generation'])))
gc.collect()
gc.collect(0)
gc.callbacks.clear()
print(log)

gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled())
gc.set_debug(gc.DEBUG_LEAK & 0)
gc.set_threshold(500, 5)
print(gc.get_threshold(), gc.get_debug(), gc.DEBUG_LEAK, gc.garbage, gc.get_freeze_count())
print([sorted(x) for x in gc.get_stats()], len(gc.get_count()), gc.freeze(), gc.unfreeze())
