"""DuckDB, ClickHouse and Spark behind one shape: columns of Parquet files, and the questions of Examples/lake."""
import os
import re
import shutil

EXAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Examples/lake")


def statements(name, lake):
    """The set-up statements of a file of questions, and {question: statement}, for the lake in a folder."""
    with open(os.path.join(EXAMPLE, name)) as file:
        text = file.read().replace("'lake/", "'%s/" % lake)
    setup, *questions = re.split(r"^-- question: ", text, flags=re.M)
    clean = [statement.strip() for statement in re.sub(r"--.*", "", setup).split(";")]
    found = {}
    for question in questions:
        title, _, body = question.partition("\n")
        found[title.strip()] = re.sub(r"--.*", "", body).strip().rstrip(";")
    return [statement for statement in clean if statement], found


def leaves(columns):
    """SELECT's list: the row's number, then dotted columns under their own names."""
    return ", ".join(["event.sequence AS packet_number"] + ["%s AS `%s`" % (name, name) for name in columns])


def by_column(rows, names):
    """Rows whose first value is their number, as {column: values} in the order of the numbers."""
    rows.sort(key=lambda row: row[0])
    return {name: [row[place] for row in rows] for place, name in enumerate(names, 1)}


class DuckDB:
    name, file = "DuckDB", "duckdb.sql"

    def __init__(self):
        import duckdb
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.execute("SET threads = 2")

    def run(self, statement):
        self.connection.execute(statement)

    def ask(self, statement):
        """The answer as a list of rows."""
        return self.connection.execute(statement).fetchall()

    def source(self, path):
        return "read_parquet('%s')" % path

    def columns(self, path, names):
        """{column: [value of each row]} in the order of the rows' numbers."""
        rows = self.ask("SELECT %s FROM %s" % (leaves(names).replace("`", '"'), self.source(path)))
        return by_column(rows, names)


class ClickHouse:
    name, file = "ClickHouse", "clickhouse.sql"

    def __init__(self):
        from chdb import session
        self.session = session.Session()
        self.run("SET session_timezone = 'UTC'")
        self.run("SET max_threads = 2")

    def run(self, statement):
        self.session.query(statement)

    def ask(self, statement):
        import pyarrow
        answer = self.session.query(statement, "ArrowStream")
        with pyarrow.ipc.open_stream(pyarrow.py_buffer(answer.bytes())) as reader:
            table = reader.read_all()
        return list(zip(*[decoded(column.to_pylist()) for column in table.columns]))

    def source(self, path):
        return "file('%s', 'Parquet')" % path

    def columns(self, path, names):
        return by_column(self.ask("SELECT %s FROM %s" % (leaves(names), self.source(path))), names)


def decoded(values):
    """ClickHouse's strings are octets."""
    return [value.decode() if isinstance(value, bytes) else value for value in values]


class Spark:
    name, file = "Spark", "spark.sql"

    def __init__(self, scratch):
        from pyspark.sql import SparkSession
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # all of it is short: the second compiler would not pay
        self.session = (SparkSession.builder.master("local-cluster[2,1,1024]").appName("test-lake")
                        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
                        .config("spark.sql.session.timeZone", "UTC")
                        .config("spark.local.dir", scratch).config("spark.sql.warehouse.dir", os.path.join(scratch, "warehouse"))
                        .config("spark.driver.extraJavaOptions", quick).config("spark.executor.extraJavaOptions", quick)
                        .config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "1g")
                        .config("spark.log.level", "ERROR").getOrCreate())

    def run(self, statement):
        self.session.sql(statement)

    def ask(self, statement):
        return [tuple(row) for row in self.session.sql(statement).collect()]

    def source(self, path):
        return "parquet.`%s`" % path

    def columns(self, path, names):
        return by_column(self.ask("SELECT %s FROM %s" % (leaves(names), self.source(path))), names)

    def stop(self):
        import pyspark
        application = self.session.sparkContext.applicationId
        self.session.sparkContext.setLogLevel("OFF")  # it complains of workers that end because they were told to
        self.session.stop()
        # Workers of local-cluster keep their folders beside Spark itself.
        home = os.environ.get("SPARK_HOME", os.path.dirname(pyspark.__file__))
        shutil.rmtree(os.path.join(home, "work", application), ignore_errors=True)
