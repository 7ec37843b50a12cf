package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests tables of all formats on a cluster whose defaults would lose or change many values. */
class FileTableTest extends FileTableFixture {
  /** Reads text in which a bar is the separator. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JSON ; {'a':'1','b':'é'}/{'a':'2','b':null}/",
        "CSV ; a,b/1,'é'/2,/",
        "CSV_SPARK ; a,b/1,'é'/2,/",
        "CSV_ESCAPED ; a,b/1,'é'/2,\\N/",
        "CSV_SEMICOLON ; a|b/1|'é'/2|/",
        "TSV ; a|b/1|é/2|/",
        "TSV_QUOTED ; a|b/1|'é'/2|/",
        "TSV_ESCAPED ; a|b/1|é/2|\\N/"
      },
      quoteCharacter = '`')
  void everyStateOfAFileIsReadCompletelyOrRefused(CorpusFormat format, String rows)
      throws IOException {
    String separator = format == CorpusFormat.CSV_SEMICOLON ? ";" : "\t";
    String text = rows.replace("'", "\"").replace("/", "\n").replace("|", separator);
    for (FileState state : FileState.of(text)) {
      Path file = write("table" + state.ending(), state.bytes());
      switch (state.outcome()) {
        case READ ->
            assertThat(read(format, file)).as(state.name()).containsExactly("[1, é]", "[2, null]");
        case NOTHING -> assertThat(read(format, file)).as(state.name()).isEmpty();
        case REFUSED ->
            assertThatThrownBy(() -> read(format, file))
                .as(state.name())
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("file:" + file)
                .message()
                .hasLineCount(1);
      }
    }
  }

  /** Reads text in which a slash is the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "JSON ! [/ {/ 'a': 1/ }/]/ ! expected an object in each line, found the first line of a list that extends over several lines; convert the file, as with jq -c '.[]'",
        "JSON ! {/ 'a': 1/}/ ! expected an object in each line, found the first line of an object that extends over several lines; convert the file, as with jq -c .",
        "JSON ! [{'a':1},{'a':2}]/ ! found a list (if the file is one list, convert it, as with jq -c '.[]')",
        "CSV_SEMICOLON ! sep=;/a;b/1;2/ ! names the separator for Excel",
        "CSV ! sep=;/a;b/1;2/ ! names the separator for Excel",
        "CSV_ESCAPED ! SEP=,/a,b/1,2/ ! remove it, as with tail -n +2"
      },
      quoteCharacter = '`')
  void aFileForAnotherProgramIsRefusedWithAdvice(CorpusFormat format, String text, String advice)
      throws IOException {
    Path file = write("table", text.replace('\'', '"').replace("/", "\n"));

    assertThatThrownBy(() -> read(format, file))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("file:" + file)
        .hasMessageContaining(advice)
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,Text | did you mean \"Text\"?",
        "a, text | did you mean \" text\"?",
        "a;text | the values seem to be separated by ;, which the format csv-semicolon has"
      })
  void aMissingColumnIsReportedWithSuggestions(String names, String advice) throws IOException {
    Path file = write("table.csv", names + "\n");
    assertThatThrownBy(() -> open(CorpusFormat.CSV, file).indexOf("text"))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("no column text in file:" + file + ", found the columns [a")
        .hasMessageEndingWith("; " + advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JSON | {'text':'x'} | json (--format table or --source json of a command)",
        "CSV | text | csv and corpus.source.options = ['header=true'] (--format table or --source csv --option 'header=true' of a command)",
        "CSV_SEMICOLON | text | csv and corpus.source.options = ['header=true', 'sep=;'] (--format table or --source csv --option 'header=true' --option 'sep=;' of a command)",
        "TSV | text | csv and corpus.source.options = ['header=true', 'sep=\\t'] (--format table or --source csv --option 'header=true' --option 'sep=\\t' of a command)"
      },
      quoteCharacter = '`')
  void aColumnInTheNamesOfFoldersIsReportedAsMissing(
      CorpusFormat format, String text, String advice) throws IOException {
    Path day = Files.createDirectories(folder.resolve("day=2024-01-01"));
    Files.writeString(day.resolve("a"), text.replace('\'', '"'));
    assertThatThrownBy(() -> open(format, folder).indexOf("day"))
        .hasMessageContaining("found the columns [text]; values in folder names are not columns;")
        .hasMessageEndingWith("corpus.source.format = " + advice.replace('\'', '"'));
  }

  @ParameterizedTest
  @EnumSource(
      value = CorpusFormat.class,
      names = {"JSON", "CSV", "PARQUET", "ORC"})
  void valuesInTheNamesOfFoldersThatNoColumnHasAreAWarning(CorpusFormat format) throws IOException {
    SparkSession spark = SqlSession.of(SPARK.context());
    String named = format.name().toLowerCase(Locale.ROOT);
    Path above = folder.resolve("a=b").resolve(named);
    spark
        .sql(
            "select 'x' text, '2026-01-01' day, 1 part, 'de' land union all select 'y', 'b', 2, 'at'")
        .withColumn("kept", functions.col("land"))
        .write()
        .partitionBy("day", "part", "land")
        .option("header", "true")
        .format(named)
        .save(above.toString());
    FileTable table = openGiven(format, above.toString());

    assertThat(table.columns().fieldNames()).containsExactly("text", "kept");
    assertThat(table.warningOfFolders().orElseThrow())
        .startsWith(table.files().get(0).path() + ": the values [day, land, part] in the names")
        .contains("are not read; a table of Spark has them")
        .contains("--source " + named);
    assertThat(openGiven(format, above + "/day=b").warningOfFolders().orElseThrow())
        .contains(": the values [land, part] in the names");
    assertThat(openGiven(format, above + "/day=*").warningOfFolders().orElseThrow())
        .contains(": the values [day, land, part] in the names");
  }

  @Test
  void valuesThatAColumnHasAndNamesOfFilesAreNoWarning() throws IOException {
    Path plain = Files.createDirectories(folder.resolve("a=b/plain/text=1"));
    Files.writeString(plain.resolve("b=2.json"), "{\"text\":\"x\"}");
    Path above = folder.resolve("a=b/plain");
    assertThat(openGiven(CorpusFormat.JSON, above.toString()).warningOfFolders()).isEmpty();
    assertThat(openGiven(CorpusFormat.JSON, above + "/").warningOfFolders()).isEmpty();
    assertThat(openGiven(CorpusFormat.JSON, plain + "/b=2.json").warningOfFolders()).isEmpty();
  }

  /** Opens a table whose path is given in settings. */
  private static FileTable openGiven(CorpusFormat format, String path) throws IOException {
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(path),
            format,
            true,
            InputColumns.of(
                new InputSettings("text", InputSettings.Kind.WORDS, 0, false, true, false)),
            SequenceSettings.none(),
            new TargetSettings("kept", TargetSettings.Kind.LABEL, 0));
    return FileTables.open(
        new TableSplitter(SPARK.context()),
        SourceFiles.list(List.of(path), SPARK.context().hadoopConfiguration()),
        settings);
  }

  @Test
  void manySmallFilesShareTasks() throws IOException {
    for (int i = 0; i < 1000; i++) {
      write(String.format(Locale.ROOT, "%04d.csv", i), "a,b\n" + i + ",x\n");
    }
    FileTable table = open(CorpusFormat.CSV, folder);
    assertThat(table.rows().getNumPartitions()).isLessThan(30);
    List<String> rows = rows(table);
    assertThat(rows).hasSize(1000).startsWith("[0, x]").endsWith("[999, x]");
  }
}
