#!/usr/bin/env python3
"""Writes the same rows in the formats of different programs, for the tests of the table reader.

Usage: write-tables.py FOLDER

Writes FOLDER/rows.json, a list of rows with two values each, text or null, and one file for each
writer and way of quoting. Needs pandas. With PGHOST (and what else psql needs) in the environment,
PostgreSQL writes its formats, too.
"""

import csv
import json
import os
import subprocess
import sys

import pandas

VALUES = [
    "plain",
    "two words",
    " blanks around ",
    "comma, and more",
    'a "quoted" word',
    '"',
    '""',
    "'single'",
    "tab\tinside",
    "line\nbreak",
    "carriage\rreturn",
    "both\r\nof them",
    "ends with a line break\n",
    "back\\slash",
    "C:\\new\\table",
    'backslash before a quote \\" here',
    "ends with a backslash\\",
    "\\N",
    "\\.",
    "NULL",
    "# no comment",
    "naïve café, Ελληνικά, 日本語",
    "emoji \U0001F600",
    "replacement \ufffd character",
    "zero width \ufeff mark",
    "semicolon; pipe |",
    "long " * 300,
]


def rows():
    """Returns rows whose first value is never null, so that no row is an empty line."""
    pairs = [[value, VALUES[-1 - place]] for place, value in enumerate(VALUES)]
    return pairs + [["without a second", None], ["with an empty second", ""]]


def python_csv(path, delimiter, all_rows, **options):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, **options)
        writer.writerow(["first", "second"])
        writer.writerows(all_rows)


def pandas_csv(path, all_rows, **options):
    frame = pandas.DataFrame(all_rows, columns=["first", "second"], dtype=object)
    frame.to_csv(path, index=False, **options)


def postgres(path, copy_options, all_rows):
    values = ", ".join("(%s, %s)" % (literal(a), literal(b)) for a, b in all_rows)
    query = f"SELECT * FROM (VALUES {values}) AS rows (first, second)"
    command = f"COPY ({query}) TO STDOUT WITH ({copy_options})"
    with open(path, "wb") as file:
        subprocess.run(["psql", "-X", "-q", "-d", "postgres", "-f", "-"],
                       input=command.encode() + b";\n", stdout=file, check=True)


def literal(value):
    if value is None:
        return "NULL::text"
    return "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def plain(all_rows):
    """Returns rows that can be written without quotes and escapes."""
    return [row for row in all_rows if not any(c in "".join(v or "" for v in row) for c in "\t\n\r")]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    everything = rows()

    def at(name):
        return os.path.join(folder, name)

    with open(at("rows.json"), "w", encoding="utf-8") as file:
        json.dump(everything, file, ensure_ascii=True, indent=1)
        file.write("\n")
    python_csv(at("python-minimal.csv"), ",", everything, quoting=csv.QUOTE_MINIMAL)
    python_csv(at("python-all.csv"), ",", everything, quoting=csv.QUOTE_ALL)
    python_csv(at("python-nonnumeric.csv"), ",", everything, quoting=csv.QUOTE_NONNUMERIC)
    python_csv(at("python-unix.csv"), ",", everything, dialect="unix")
    python_csv(at("python-none.csv-escaped"), ",", everything, quoting=csv.QUOTE_NONE,
               escapechar="\\", lineterminator="\n")
    python_csv(at("python-escapechar.csv-escaped"), ",", everything, doublequote=False,
               escapechar="\\")
    python_csv(at("python-minimal.tsv-quoted"), "\t", everything, quoting=csv.QUOTE_MINIMAL)
    python_csv(at("python-none.tsv"), "\t", plain(everything), quoting=csv.QUOTE_NONE,
               quotechar=None, lineterminator="\n")
    pandas_csv(at("pandas.csv"), everything)
    pandas_csv(at("pandas-all.csv"), everything, quoting=csv.QUOTE_ALL)
    pandas_csv(at("pandas-nonnumeric.csv"), everything, quoting=csv.QUOTE_NONNUMERIC)
    pandas_csv(at("pandas.tsv-quoted"), everything, sep="\t")
    pandas_csv(at("pandas-escapechar.csv-escaped"), everything, doublequote=False, escapechar="\\")
    if "PGHOST" in os.environ:
        postgres(at("postgres.csv"), "FORMAT csv, HEADER", everything)
        postgres(at("postgres-all.csv"), "FORMAT csv, HEADER, FORCE_QUOTE *", everything)
        postgres(at("postgres-text.tsv-escaped"), "FORMAT text, HEADER", everything)


main()
