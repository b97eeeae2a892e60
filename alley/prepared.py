"""Reads and inserts whose SQL is made once.

Making SQL of a queryset takes Django many times as long as the database takes to answer one by its
key. Where a person waits for dozens of them, as in posting a comment, that is most of the wait.

    @prepared(author=BigIntegerField())
    def last_posted(author: Blank) -> QuerySet[Comment, datetime]:
        theirs = Comment.objects.filter(author=author).order_by("-posted")
        return theirs.values_list("posted", flat=True)[:1]

    last_posted.first(author=reader.pk)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

Row = TypeVar("Row")
Instance = TypeVar("Instance", bound=Model)


class Blank(Expression):
    """A place in the SQL that each use fills."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def filled(self, values: Mapping[str, Any], database: Any) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], database)


@dataclass(frozen=True, slots=True)
class Made:
    """SQL with its parameters, blanks among them, and how a row of the answer becomes a value."""

    sql: str
    native: str  # the same in the words of the database's own driver
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    build: Callable[[Sequence[Any]], Any]


class Prepared(Generic[Row]):
    """A query with blanks; rows are models, tuples (`values_list`) or single values (`flat`)."""

    def __init__(
        self, query: Callable[..., QuerySet[Any, Row]], blanks: "Mapping[str, Field[Any, Any]]"
    ) -> None:
        self.query = query
        self.blanks = {name: Blank(name, field) for name, field in blanks.items()}
        self.made: dict[str, Made] = {}  # by the database's kind

    def all(self, **values: Any) -> list[Row]:
        database = connections[DEFAULT_DB_ALIAS]
        made = self.made.get(database.vendor) or self._make()
        params = [p.filled(values, database) if isinstance(p, Blank) else p for p in made.params]
        found = _rows(database, made, params)
        if made.converters:
            found = [_converted(row, made.converters, database) for row in found]
        return [made.build(row) for row in found]

    def first(self, **values: Any) -> Row | None:
        """The first row; the query itself says how many it asks for."""
        found = self.all(**values)
        return found[0] if found else None

    def get(self, **values: Any) -> Row:
        """The row that is there. Raises LookupError where none is."""
        found = self.all(**values)
        if not found:
            raise LookupError(f"no row for {values}")
        return found[0]

    def _make(self) -> Made:
        queryset = self.query(**self.blanks)
        # a query that cannot have rows, such as one for the first 0, is SQL like any other
        compiler = queryset.query.get_compiler(connection=connection, elide_empty=False)
        sql, params = compiler.as_sql()
        columns = compiler.select
        converters = compiler.get_converters([column for column, *_ in columns])
        made = self.made[connection.vendor] = Made(
            sql=sql,
            native=sql % tuple("?" * len(params)) if connection.vendor == "sqlite" else sql,
            params=tuple(params),
            converters=tuple(
                (place, tuple(each), column) for place, (each, column) in converters.items()
            ),
            build=_builder(queryset, compiler),
        )
        return made


def prepared(
    **blanks: "Field[Any, Any]",
) -> Callable[[Callable[..., QuerySet[Any, Row]]], Prepared[Row]]:
    """Decorates a function that makes a queryset from blanks of these kinds."""

    def decorate(query: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
        return Prepared(query, blanks)

    return decorate


def insert(instance: Instance) -> Instance:
    """Save a new row, as `Model.save` does, but for its signals."""
    database = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insertion(type(instance), database.vendor)
    values = [
        field.get_db_prep_save(field.pre_save(instance, add=True), database) for field in fields
    ]
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        (instance.pk,) = cursor.fetchone()
    instance._state.adding, instance._state.db = False, database.alias
    return instance


@lru_cache
def _insertion(model: type[Model], vendor: str) -> "tuple[str, list[Field[Any, Any]]]":
    quoted = connection.ops.quote_name
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
    heads = ", ".join(quoted(str(each.column)) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    key = model._meta.pk
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({heads}) VALUES ({marks})"  # noqa: S608
    return f"{into} RETURNING {quoted(str(key.column))}", fields


def _rows(database: Any, made: Made, params: Sequence[Any]) -> Any:
    """Past Django's cursors, which take longer than most of these queries, unless somebody listens
    to what they run."""
    if database.execute_wrappers or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(made.sql, params)
            return cursor.fetchall()
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return database.connection.execute(made.native, params).fetchall()


def _converted(
    row: Sequence[Any], converters: Sequence[tuple[int, Any, Any]], database: Any
) -> list[Any]:
    values = list(row)
    for place, each, column in converters:
        for convert in each:
            values[place] = convert(values[place], column, database)
    return values


def _builder(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Sequence[Any]], Any]:
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesListIterable:
        return tuple
    assert kind is ModelIterable, kind
    return _model_builder(compiler)


def _model_builder(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    info, select = compiler.klass_info, compiler.select
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[start:end]]
    model, alias = info["model"], connection.alias
    related = get_related_populators(info, select, alias)  # type: ignore[call-arg]

    def build(row: Sequence[Any]) -> Any:
        made = model.from_db(alias, names, row[start:end])
        for each in related:
            each.populate(row, made)
        return made

    return build
