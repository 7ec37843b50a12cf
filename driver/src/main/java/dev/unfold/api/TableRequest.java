package dev.unfold.api;

import dev.unfold.driver.operation.FormatNames;
import dev.unfold.driver.operation.RequestedSource;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.List;
import java.util.Map;

/** The part of a request that says where a table is found, and which of its rows are used. */
final class TableRequest {
  private CorpusFormat format;
  private Boolean header;
  private String source = "";
  private String location = "";
  private Map<String, String> options = Map.of();
  private String where = "";

  void format(String name) {
    format = formatOf(name);
  }

  void header(boolean present) {
    header = present;
  }

  void where(String condition) {
    where = condition;
  }

  void source(String name, String pathOption, Map<String, String> otherOptions) {
    source = name;
    location = pathOption;
    options = Map.copyOf(otherOptions);
  }

  /**
   * Returns the request.
   *
   * @param isDataset whether the table is a dataset, which has a name
   */
  RequestedSource requested(boolean isDataset) {
    List<String> pairs =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .sorted()
            .toList();
    return isDataset
        ? new RequestedSource(CorpusFormat.TABLE, true, source, location, pairs, where)
        : new RequestedSource(format, header, source, location, pairs, where);
  }

  private static CorpusFormat formatOf(String name) {
    return FormatNames.find(name)
        .orElseThrow(
            () ->
                new UnfoldException(
                    ErrorKind.USAGE,
                    "--format: expected one of " + FormatNames.all() + ", found " + name));
  }
}
