# SPDX-License-Identifier: MIT
# Interpreters and channels: the module typhon.interpreters, and _xxsubinterpreters with the rules of CPython 3.8 to 3.11.
import _xxsubinterpreters as low
from tap import done, is_, ok, raises
from typhon import interpreters

# --- typhon.interpreters: create, exec, close
main = interpreters.get_main()
is_(interpreters.get_current(), main, "the program runs in the main interpreter")
other = interpreters.create()
ok(other != main and other in interpreters.list_all(), "a new one is listed")
ok(interpreters.cpu_count() > 0, "cpu_count")

secret = "main"
other.exec("assert 'secret' not in globals()\nsecret = 'other'")
is_(secret, "main", "globals are an interpreter's own")
other.exec("assert secret == 'other'")
ok(True, "its __main__ is kept from one exec to the next")
import tap
tap.marked = 1
other.exec("import tap\nassert not hasattr(tap, 'marked')\ntap.marked = 2")
is_(tap.marked, 1, "modules are an interpreter's own")
import sys
sys.modules["only_here"] = tap
other.exec("import sys\nassert 'only_here' not in sys.modules")
ok(True, "sys.modules is an interpreter's own")
del sys.modules["only_here"]
raises(interpreters.ExecutionFailed, lambda: other.exec("1 / 0"), "an exception is told by its text",
       text="<class 'ZeroDivisionError'>: division by zero")
raises(interpreters.ExecutionFailed, lambda: other.exec("1 +"), "a syntax error too")
try:
    other.exec("class Odd(Exception): pass\nraise Odd('x')")
except interpreters.ExecutionFailed as e:
    ok("Odd" in str(e) and "x" in str(e), "a class of the other one is named only")

# --- channels
there, back = interpreters.create_channel(), interpreters.create_channel()
values = [None, True, 0, -1, 1 << 100, 2.5, 1e300, 1 + 2j, "", "text \u20ac \U0001f600", b"\0\xff", (1, (2,)), [1, [2]],
          {"a": {1: 2}}, {1, 2}, frozenset({3}), float("inf")]
for v in values:
    there.send(v)
is_(len(there), len(values), "len counts what waits")
other.exec("""
from typhon.interpreters import Channel
there, back = Channel(there), Channel(back)
for _ in range(count):
    back.send(there.recv())
""", shared={"there": there, "back": back, "count": len(values)})
for v in values:
    is_(back.recv(timeout=5), v, "there and back: " + repr(v)[:30])
shared_list = [1]
there.send(shared_list)
copy = there.recv()
copy.append(2)
is_((shared_list, copy), ([1], [1, 2]), "what arrives is a copy")
raises(TimeoutError, lambda: back.recv(timeout=0.01), "recv with a timeout", text=f"channel {back.id} is empty")
narrow = interpreters.create_channel(2)
narrow.send(1)
narrow.send(2)
raises(TimeoutError, lambda: narrow.send(3, timeout=0.01), "a full channel", text=f"channel {narrow.id} is full")
narrow.close()
raises(interpreters.ChannelClosed, lambda: narrow.send(3), "nothing goes into a closed channel",
       text=f"channel {narrow.id} is closed")
is_(list(narrow), [1, 2], "what is inside comes out")
raises(interpreters.ChannelClosed, narrow.recv, "then it is closed for the receiver")
raises(ValueError, lambda: there.send(object()), "what cannot be sent", text="unmarshallable object")
raises(ValueError, lambda: there.send(other.exec), "neither can a method")
is_(len(there), 0, "a failed send leaves nothing")

with interpreters.create() as third:
    third.exec("x = 1")
    number = third.id
ok(third not in interpreters.list_all(), "closed by with")
raises(interpreters.InterpreterError, lambda: third.exec("x"), "no exec after close")
raises(interpreters.InterpreterError, lambda: main.exec("pass"), "main is running")
other.exec("""
from typhon import interpreters
inner = interpreters.create()
inner.exec("import sys; from typhon.interpreters import Channel; Channel(back).send('inner')", shared={"back": back.id})
inner.close()
""")
is_(back.recv(timeout=5), "inner", "an interpreter made by another one")
other.close()
is_(interpreters.list_all(), [main], "only main is left")
for _ in range(20):
    one = interpreters.create()
    one.exec("x = [str(i) for i in range(100)]")
    one.close()
is_(interpreters.list_all(), [main], "twenty more have come and gone")

# --- _xxsubinterpreters
id = low.create()
ok(id in low.list_all() and low.get_main() == low.get_current(), "create, list_all")
is_((int(id), repr(id), low.is_running(id), low.is_running(low.get_main())),
    (int(id), f"InterpreterID({int(id)})", False, True), "ids and is_running")
cid = low.channel_create()
low.channel_send(cid, "early")
low.run_string(id, """
import _xxsubinterpreters as low
got = low.channel_recv(cid)
low.channel_send(back, got + ' received')
""", shared={"cid": cid, "back": (answer := low.channel_create())})
is_(low.channel_recv(answer), "early received", "run_string with shared channels")
is_(low.channel_recv(cid, "default"), "default", "the default of recv")
try:
    low.run_string(id, "raise KeyError('k')")
except low.RunFailedError as e:
    is_(str(e), "<class 'KeyError'>: 'k'", "RunFailedError")
is_([low.is_shareable(v) for v in (None, 1, "s", b"b", cid, 1.5, [], ())], [True] * 5 + [False] * 3, "is_shareable")
raises(ValueError, lambda: low.channel_send(cid, [1]), "an unshareable value")
fresh = low.channel_create()
ok(fresh in low.channel_list_all() and fresh == int(fresh) and hash(fresh) == hash(int(fresh)), "channel ids are numbers")
raises(low.ChannelEmptyError, lambda: low.channel_recv(fresh), "recv of nothing", text=f"channel {int(fresh)} is empty")
low.channel_send(fresh, 1)
raises(low.ChannelNotEmptyError, lambda: low.channel_close(fresh), "close needs an empty channel",
       text="may not be closed if not empty (try force=True)")
low.channel_close(fresh, force=True)
raises(low.ChannelClosedError, lambda: low.channel_send(fresh, 2), "send after close", text=f"channel {int(fresh)} closed")
raises(low.ChannelClosedError, lambda: low.channel_recv(fresh), "recv after close")
raises(low.ChannelClosedError, lambda: low.channel_close(fresh), "close after close")
low.channel_destroy(fresh)
raises(low.ChannelNotFoundError, lambda: low.channel_send(fresh, 2), "after destroy",
       text=f"channel {int(fresh)} not found")
raises(RuntimeError, lambda: low.run_string(low.get_main(), "1"), "main is running", text="interpreter already running")
mine = low.channel_create()
low.channel_send(mine, 1)
low.channel_send(mine, 2)
low.channel_recv(mine)
low.channel_release(mine, send=True)
is_(low.channel_recv(mine), 2, "a released sender's items stay")
low.channel_release(mine, recv=True)
raises(low.ChannelClosedError, lambda: low.channel_recv(mine), "released by all: closed")
raises(low.ChannelNotFoundError, lambda: low.channel_recv(999999), "no such channel", text="channel 999999 not found")
raises(RuntimeError, lambda: low.destroy(low.get_main()), "main is not destroyed")
low.destroy(id)
ok(id not in low.list_all(), "destroy")
raises(RuntimeError, lambda: low.run_string(id, "1"), "run in a destroyed one",
       text=f"unrecognized interpreter ID {int(id)}")
done()
