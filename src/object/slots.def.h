/* SPDX-License-Identifier: MIT */
/*
 * Dunders and slots: X(slot, dunder, generic, wrap, op, min, max, params, doc).
 *
 * generic  slot function for classes that define the dunder in Python (type_slotfn.c); NULL: that slot is never filled so
 * wrap     how the dunder calls the slot (type_wrap.c); op: for comparisons, which
 * min, max arguments beside self; max -1: any number, with keywords
 * Rows of one slot stand together. Where one dunder belongs to two slots, the first that a type has is meant.
 */
#ifndef TY_OBJECT_SLOTS_DEF_H
#define TY_OBJECT_SLOTS_DEF_H

#define TY_SLOT_BINARY(X, slot, name, sign)                                                                             \
    X(slot, __##name##__, slot_##name, wrap_left, 0, 1, 1, "value, /", "Return self" sign "value.")                        \
    X(slot, __r##name##__, slot_##name, wrap_right, 0, 1, 1, "value, /", "Return value" sign "self.")
#define TY_SLOT_INPLACE(X, slot, name, sign)                                                                            \
    X(slot, __##name##__, slot_##name, wrap_left, 0, 1, 1, "value, /", "Return self" sign "=value.")
#define TY_SLOT_UNARY(X, slot, name, text) X(slot, __##name##__, slot_##name, wrap_unary, 0, 0, 0, "", text)
#define TY_SLOT_COMPARE(X, name, OP, sign)                                                                              \
    X(compare, __##name##__, slot_compare, wrap_compare, OP, 1, 1, "value, /", "Return self" sign "value.")

/* TY_SYMS: __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __matmul__ __rmatmul__ __truediv__ __rtruediv__ */
/* TY_SYMS: __floordiv__ __rfloordiv__ __mod__ __rmod__ __divmod__ __rdivmod__ __pow__ __rpow__ __lshift__ __rlshift__ */
/* TY_SYMS: __rshift__ __rrshift__ __and__ __rand__ __xor__ __rxor__ __or__ __ror__ __iadd__ __isub__ __imul__ */
/* TY_SYMS: __imatmul__ __itruediv__ __ifloordiv__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ __ixor__ __ior__ */
/* TY_SYMS: __neg__ __pos__ __abs__ __invert__ __int__ __float__ __index__ __bool__ __lt__ __le__ __eq__ __ne__ __gt__ */
/* TY_SYMS: __ge__ __repr__ __str__ __hash__ __call__ __iter__ __next__ __getattribute__ __getattr__ __setattr__ */
/* TY_SYMS: __delattr__ __get__ __set__ __delete__ __init__ __del__ __len__ __getitem__ __setitem__ __delitem__ */
/* TY_SYMS: __buffer__ __release_buffer__ */
/* TY_SYMS: __contains__ __await__ __aiter__ __anext__ __new__ */

#define TY_SLOT_ROWS(X)                                                                                                 \
    TY_SLOT_UNARY(X, repr, repr, "Return repr(self).")                                                                   \
    TY_SLOT_UNARY(X, str, str, "Return str(self).")                                                                      \
    X(hash, __hash__, slot_hash, wrap_hash, 0, 0, 0, "", "Return hash(self).")                                            \
    X(call, __call__, slot_call, wrap_call, 0, 0, -1, "*args, **kwargs", "Call self as a function.")                      \
    TY_SLOT_UNARY(X, iter, iter, "Implement iter(self).")                                                                \
    X(next, __next__, slot_next, wrap_next, 0, 0, 0, "", "Implement next(self).")                                         \
    X(getattr, __getattribute__, slot_getattr, wrap_left, 0, 1, 1, "name, /", "Return getattr(self, name).")              \
    X(getattr, __getattr__, slot_getattr, NULL, 0, 1, 1, "name, /", "")                                                   \
    X(setattr, __setattr__, slot_setattr, wrap_setattr, 0, 2, 2, "name, value, /", "Implement setattr(self, name, value).") \
    X(setattr, __delattr__, slot_setattr, wrap_delattr, 0, 1, 1, "name, /", "Implement delattr(self, name).")             \
    X(descr_get, __get__, slot_descr_get, wrap_descr_get, 0, 1, 2, "instance, owner=None, /", "Return the attribute of instance.") \
    X(descr_set, __set__, slot_descr_set, wrap_setitem, 0, 2, 2, "instance, value, /", "Set the attribute of instance.")    \
    X(descr_set, __delete__, slot_descr_set, wrap_delitem, 0, 1, 1, "instance, /", "Delete the attribute of instance.")   \
    X(init, __init__, slot_init, wrap_init, 0, 0, -1, "*args, **kwargs", "Initialize self.")                              \
    X(del, __del__, slot_del, wrap_unary, 0, 0, 0, "", "Called when the instance is about to be destroyed.")              \
    TY_SLOT_COMPARE(X, lt, TY_LT, "<")                                                                                   \
    TY_SLOT_COMPARE(X, le, TY_LE, "<=")                                                                                  \
    TY_SLOT_COMPARE(X, eq, TY_EQ, "==")                                                                                  \
    TY_SLOT_COMPARE(X, ne, TY_NE, "!=")                                                                                  \
    TY_SLOT_COMPARE(X, gt, TY_GT, ">")                                                                                   \
    TY_SLOT_COMPARE(X, ge, TY_GE, ">=")                                                                                  \
    TY_SLOT_BINARY(X, add, add, "+")                                                                                     \
    TY_SLOT_BINARY(X, sub, sub, "-")                                                                                     \
    TY_SLOT_BINARY(X, mul, mul, "*")                                                                                     \
    TY_SLOT_BINARY(X, matmul, matmul, "@")                                                                               \
    TY_SLOT_BINARY(X, truediv, truediv, "/")                                                                             \
    TY_SLOT_BINARY(X, floordiv, floordiv, "//")                                                                          \
    TY_SLOT_BINARY(X, mod, mod, "%")                                                                                     \
    X(divmod, __divmod__, slot_divmod, wrap_left, 0, 1, 1, "value, /", "Return divmod(self, value).")                     \
    X(divmod, __rdivmod__, slot_divmod, wrap_right, 0, 1, 1, "value, /", "Return divmod(value, self).")                   \
    X(pow, __pow__, slot_pow, wrap_pow, 0, 1, 2, "value, mod=None, /", "Return pow(self, value, mod).")                   \
    X(pow, __rpow__, slot_pow, wrap_rpow, 0, 1, 2, "value, mod=None, /", "Return pow(value, self, mod).")                 \
    TY_SLOT_BINARY(X, lshift, lshift, "<<")                                                                              \
    TY_SLOT_BINARY(X, rshift, rshift, ">>")                                                                              \
    TY_SLOT_BINARY(X, and_, and, "&")                                                                                    \
    TY_SLOT_BINARY(X, xor, xor, "^")                                                                                     \
    TY_SLOT_BINARY(X, or_, or, "|")                                                                                      \
    TY_SLOT_INPLACE(X, iadd, iadd, "+")                                                                                  \
    TY_SLOT_INPLACE(X, isub, isub, "-")                                                                                  \
    TY_SLOT_INPLACE(X, imul, imul, "*")                                                                                  \
    TY_SLOT_INPLACE(X, imatmul, imatmul, "@")                                                                            \
    TY_SLOT_INPLACE(X, itruediv, itruediv, "/")                                                                          \
    TY_SLOT_INPLACE(X, ifloordiv, ifloordiv, "//")                                                                       \
    TY_SLOT_INPLACE(X, imod, imod, "%")                                                                                  \
    X(ipow, __ipow__, slot_ipow, wrap_pow, 0, 1, 1, "value, /", "Return self**=value.")                                   \
    TY_SLOT_INPLACE(X, ilshift, ilshift, "<<")                                                                           \
    TY_SLOT_INPLACE(X, irshift, irshift, ">>")                                                                           \
    TY_SLOT_INPLACE(X, iand, iand, "&")                                                                                  \
    TY_SLOT_INPLACE(X, ixor, ixor, "^")                                                                                  \
    TY_SLOT_INPLACE(X, ior, ior, "|")                                                                                    \
    TY_SLOT_UNARY(X, neg, neg, "-self")                                                                                  \
    TY_SLOT_UNARY(X, pos, pos, "+self")                                                                                  \
    TY_SLOT_UNARY(X, abs, abs, "abs(self)")                                                                              \
    TY_SLOT_UNARY(X, invert, invert, "~self")                                                                            \
    TY_SLOT_UNARY(X, int_, int, "int(self)")                                                                             \
    TY_SLOT_UNARY(X, float_, float, "float(self)")                                                                       \
    TY_SLOT_UNARY(X, index, index, "Return self converted to an integer, if self is suitable for use as an index.")       \
    X(bool_, __bool__, slot_bool, wrap_bool, 0, 0, 0, "", "True if self else False")                                      \
    X(len, __len__, slot_len, wrap_len, 0, 0, 0, "", "Return len(self).")                                                 \
    X(concat, __add__, NULL, wrap_left, 0, 1, 1, "value, /", "Return self+value.")                                        \
    X(iconcat, __iadd__, NULL, wrap_left, 0, 1, 1, "value, /", "Implement self+=value.")                                  \
    X(repeat, __mul__, NULL, wrap_left, 0, 1, 1, "value, /", "Return self*value.")                                        \
    X(repeat, __rmul__, NULL, wrap_left, 0, 1, 1, "value, /", "Return value*self.")                                       \
    X(irepeat, __imul__, NULL, wrap_left, 0, 1, 1, "value, /", "Implement self*=value.")                                  \
    X(getitem, __getitem__, slot_getitem, wrap_left, 0, 1, 1, "key, /", "Return self[key].")                              \
    X(setitem, __setitem__, slot_setitem, wrap_setitem, 0, 2, 2, "key, value, /", "Set self[key] to value.")              \
    X(setitem, __delitem__, slot_setitem, wrap_delitem, 0, 1, 1, "key, /", "Delete self[key].")                           \
    X(contains, __contains__, slot_contains, wrap_contains, 0, 1, 1, "key, /", "Return bool(key in self).")               \
    TY_SLOT_UNARY(X, await, await, "Return an iterator to be used in await expression.")                                 \
    TY_SLOT_UNARY(X, aiter, aiter, "Return an awaitable, that resolves in asynchronous iterator.")                       \
    TY_SLOT_UNARY(X, anext, anext, "Return a value or raise StopAsyncIteration.")                                        \
    X(buffer_get, __buffer__, ty_buffer_slot_get, wrap_buffer, 0, 1, 1, "flags, /", "Return the memory of the object.")    \
    X(buffer_release, __release_buffer__, NULL, wrap_release_buffer, 0, 1, 1, "buffer, /", "Give the memory back.")

#endif
