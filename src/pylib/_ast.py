# SPDX-License-Identifier: MIT
"""The node classes of abstract syntax trees, as `ast` expects them. Trees of source text are not made yet."""

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        if len(args) > len(self._fields):
            raise TypeError(f'{type(self).__name__} constructor takes at most {len(self._fields)} positional '
                            f'argument{"" if len(self._fields) == 1 else "s"}')
        for name, value in zip(self._fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __reduce__(self):
        return type(self), (), dict(self.__dict__)


_LOCATED = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')


def _node(name, base, fields=(), optional=(), attributes=None):
    namespace = {'_fields': fields, '__match_args__': fields, '__module__': 'ast'}
    for field in optional:
        namespace[field] = None
    if attributes is not None:
        namespace['_attributes'] = attributes
        for attribute in attributes[2:]:
            namespace[attribute] = None
    globals()[name] = type(name, (base,), namespace)


_node('mod', AST)
_node('stmt', AST, attributes=_LOCATED)
_node('expr', AST, attributes=_LOCATED)
_node('pattern', AST, attributes=_LOCATED)
_node('type_param', AST, attributes=_LOCATED)
_node('operator', AST)
_node('unaryop', AST)
_node('boolop', AST)
_node('cmpop', AST)
_node('expr_context', AST)
_node('Module', mod, ('body', 'type_ignores'))
_node('Interactive', mod, ('body',))
_node('Expression', mod, ('body',))
_node('FunctionDef', stmt, ('name', 'args', 'body', 'decorator_list', 'returns', 'type_comment', 'type_params'), optional=('returns', 'type_comment'))
_node('AsyncFunctionDef', stmt, ('name', 'args', 'body', 'decorator_list', 'returns', 'type_comment', 'type_params'), optional=('returns', 'type_comment'))
_node('ClassDef', stmt, ('name', 'bases', 'keywords', 'body', 'decorator_list', 'type_params'))
_node('Return', stmt, ('value',), optional=('value',))
_node('Delete', stmt, ('targets',))
_node('Assign', stmt, ('targets', 'value', 'type_comment'), optional=('type_comment',))
_node('TypeAlias', stmt, ('name', 'type_params', 'value'))
_node('AugAssign', stmt, ('target', 'op', 'value'))
_node('AnnAssign', stmt, ('target', 'annotation', 'value', 'simple'), optional=('value',))
_node('For', stmt, ('target', 'iter', 'body', 'orelse', 'type_comment'), optional=('type_comment',))
_node('AsyncFor', stmt, ('target', 'iter', 'body', 'orelse', 'type_comment'), optional=('type_comment',))
_node('While', stmt, ('test', 'body', 'orelse'))
_node('If', stmt, ('test', 'body', 'orelse'))
_node('With', stmt, ('items', 'body', 'type_comment'), optional=('type_comment',))
_node('AsyncWith', stmt, ('items', 'body', 'type_comment'), optional=('type_comment',))
_node('Match', stmt, ('subject', 'cases'))
_node('Raise', stmt, ('exc', 'cause'), optional=('exc', 'cause'))
_node('Try', stmt, ('body', 'handlers', 'orelse', 'finalbody'))
_node('TryStar', stmt, ('body', 'handlers', 'orelse', 'finalbody'))
_node('Assert', stmt, ('test', 'msg'), optional=('msg',))
_node('Import', stmt, ('names',))
_node('ImportFrom', stmt, ('module', 'names', 'level'), optional=('module',))
_node('Global', stmt, ('names',))
_node('Nonlocal', stmt, ('names',))
_node('Expr', stmt, ('value',))
_node('Pass', stmt)
_node('Break', stmt)
_node('Continue', stmt)
_node('BoolOp', expr, ('op', 'values'))
_node('NamedExpr', expr, ('target', 'value'))
_node('BinOp', expr, ('left', 'op', 'right'))
_node('UnaryOp', expr, ('op', 'operand'))
_node('Lambda', expr, ('args', 'body'))
_node('IfExp', expr, ('test', 'body', 'orelse'))
_node('Dict', expr, ('keys', 'values'))
_node('Set', expr, ('elts',))
_node('ListComp', expr, ('elt', 'generators'))
_node('SetComp', expr, ('elt', 'generators'))
_node('DictComp', expr, ('key', 'value', 'generators'))
_node('GeneratorExp', expr, ('elt', 'generators'))
_node('Await', expr, ('value',))
_node('Yield', expr, ('value',), optional=('value',))
_node('YieldFrom', expr, ('value',))
_node('Compare', expr, ('left', 'ops', 'comparators'))
_node('Call', expr, ('func', 'args', 'keywords'))
_node('FormattedValue', expr, ('value', 'conversion', 'format_spec'), optional=('format_spec',))
_node('JoinedStr', expr, ('values',))
_node('Constant', expr, ('value', 'kind'), optional=('kind',))
_node('Attribute', expr, ('value', 'attr', 'ctx'))
_node('Subscript', expr, ('value', 'slice', 'ctx'))
_node('Starred', expr, ('value', 'ctx'))
_node('Name', expr, ('id', 'ctx'))
_node('List', expr, ('elts', 'ctx'))
_node('Tuple', expr, ('elts', 'ctx'))
_node('Slice', expr, ('lower', 'upper', 'step'), optional=('lower', 'upper', 'step'))
_node('MatchValue', pattern, ('value',))
_node('MatchSingleton', pattern, ('value',))
_node('MatchSequence', pattern, ('patterns',))
_node('MatchMapping', pattern, ('keys', 'patterns', 'rest'), optional=('rest',))
_node('MatchClass', pattern, ('cls', 'patterns', 'kwd_attrs', 'kwd_patterns'))
_node('MatchStar', pattern, ('name',), optional=('name',))
_node('MatchAs', pattern, ('pattern', 'name'), optional=('pattern', 'name'))
_node('MatchOr', pattern, ('patterns',))
_node('TypeVar', type_param, ('name', 'bound', 'default_value'), optional=('bound', 'default_value'))
_node('ParamSpec', type_param, ('name', 'default_value'), optional=('default_value',))
_node('TypeVarTuple', type_param, ('name', 'default_value'), optional=('default_value',))
_node('Add', operator)
_node('Sub', operator)
_node('Mult', operator)
_node('MatMult', operator)
_node('Div', operator)
_node('Mod', operator)
_node('Pow', operator)
_node('LShift', operator)
_node('RShift', operator)
_node('BitOr', operator)
_node('BitXor', operator)
_node('BitAnd', operator)
_node('FloorDiv', operator)
_node('Invert', unaryop)
_node('Not', unaryop)
_node('UAdd', unaryop)
_node('USub', unaryop)
_node('And', boolop)
_node('Or', boolop)
_node('Eq', cmpop)
_node('NotEq', cmpop)
_node('Lt', cmpop)
_node('LtE', cmpop)
_node('Gt', cmpop)
_node('GtE', cmpop)
_node('Is', cmpop)
_node('IsNot', cmpop)
_node('In', cmpop)
_node('NotIn', cmpop)
_node('Load', expr_context)
_node('Store', expr_context)
_node('Del', expr_context)
_node('comprehension', AST, ('target', 'iter', 'ifs', 'is_async'))
_node('excepthandler', AST, attributes=_LOCATED)
_node('ExceptHandler', excepthandler, ('type', 'name', 'body'), optional=('type', 'name'))
_node('arguments', AST, ('posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg', 'defaults'), optional=('vararg', 'kwarg'))
_node('arg', AST, ('arg', 'annotation', 'type_comment'), optional=('annotation', 'type_comment'), attributes=_LOCATED)
_node('keyword', AST, ('arg', 'value'), optional=('arg',), attributes=_LOCATED)
_node('alias', AST, ('name', 'asname'), optional=('asname',), attributes=_LOCATED)
_node('withitem', AST, ('context_expr', 'optional_vars'), optional=('optional_vars',))
_node('match_case', AST, ('pattern', 'guard', 'body'), optional=('guard',))
_node('FunctionType', mod, ('argtypes', 'returns'))
_node('type_ignore', AST)
_node('TypeIgnore', type_ignore, ('lineno', 'tag'))
