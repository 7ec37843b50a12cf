package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedSource;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say where a table is found, and which of its rows are used. */
public final class SourceOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "Format of the table: json, parquet, orc, avro, conll, csv, csv-spark, csv-escaped,",
        "csv-semicolon, tsv, tsv-quoted, tsv-escaped, or table, for the name of a table of Spark's",
        "catalog; for predict also wav, for folders of recordings, and for evaluate wav, for",
        "recordings in a folder for each label. Default: as in training."
      })
  private CorpusFormat format;

  @Option(
      names = "--header",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether csv or tsv files start with a header line. Default: as in training.")
  private Boolean header;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "Use only rows for which this condition of Spark SQL, in UTC, is true. Default: all.")
  private String where;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "Read the table by this data source of Spark: delta, iceberg, jdbc and others.")
  private String source;

  @Option(
      names = "--location",
      paramLabel = "NAME",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description = "The option of --source that gets the table, such as dbtable. Default: path")
  private String location;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "A further option of --source; may be repeated.")
  private List<String> options = List.of();

  public RequestedSource requested() {
    return new RequestedSource(format, header, source, location, options, where);
  }
}
