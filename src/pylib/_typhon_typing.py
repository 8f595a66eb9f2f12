# SPDX-License-Identifier: MIT
"""What the type parameter syntax (PEP 695, PEP 696) calls, over the typing module that is installed."""

try:
    import typing as _typing
except ImportError:
    _typing = None


class _Parameter:
    """A type parameter when there is no typing module: a name that can be used in annotations."""

    def __init__(self, name, **details):
        self.__name__ = name
        for key, value in details.items():
            setattr(self, '__' + key + '__', value)

    def __repr__(self):
        return self.__name__

    def __or__(self, other):
        return self

    __ror__ = __or__


def _class(name):
    return getattr(_typing, name, _Parameter)


def typevar(name):
    return _class('TypeVar')(name)


def typevar_bound(name, evaluate):
    return _class('TypeVar')(name, bound=evaluate())


def typevar_constraints(name, evaluate):
    return _class('TypeVar')(name, *evaluate())


def paramspec(name):
    return _class('ParamSpec')(name)


def typevartuple(name):
    return _class('TypeVarTuple')(name)


def typeparam_default(parameter, evaluate):
    try:
        parameter.__default__ = evaluate()
    except AttributeError:
        pass
    return parameter


def generic_base(parameters):
    if _typing is None:
        return object
    unpacked = tuple(_typing.Unpack[p] if isinstance(p, _class('TypeVarTuple')) else p for p in parameters)
    return _typing.Generic[unpacked]


def set_type_params(owner, parameters):
    owner.__type_params__ = parameters
    return owner


class TypeAliasType:
    """`type Name[params] = value`, whose value is computed when it is asked for."""

    def __init__(self, name, value=None, *, type_params=()):
        self.__name__ = name
        self.__type_params__ = type_params
        self._evaluate = None
        self._value = value

    @property
    def __value__(self):
        if self._evaluate is not None:
            self._value, self._evaluate = self._evaluate(), None
        return self._value

    @property
    def __parameters__(self):
        return self.__type_params__

    def __repr__(self):
        return self.__name__

    def __getitem__(self, arguments):
        if not self.__type_params__:
            raise TypeError('Only generic type aliases are subscriptable')
        import types
        return types.GenericAlias(self, arguments)

    def __or__(self, other):
        return _typing.Union[self, other]

    def __ror__(self, other):
        return _typing.Union[other, self]


TypeAliasType.__module__ = 'typing'


def typealias(name, parameters, evaluate):
    alias = TypeAliasType(name, type_params=parameters or ())
    alias._evaluate = evaluate
    return alias
