package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Values in the names of folders, as in {@code day=2026-01-01}, which are not columns: programs
 * that write such folders leave them out of the files.
 *
 * @param advice says how Spark reads the files with these columns, for messages
 * @param given the paths that the user gave, and of globs also the folder above the first pattern;
 *     names above them are not those of a table
 */
record FolderValues(String advice, List<String> given) {
  /** The name of a value in the name of a folder; it is followed by the rest of the path. */
  private static final Pattern VALUE = Pattern.compile("/([^/=]+)=[^/]*(?=/)");

  /** The folder above the first name of a path that may be a pattern. */
  private static final Pattern ABOVE_PATTERN =
      Pattern.compile("([^*?{}\\[\\]\\\\]*)/[^/]*[*?{}\\[\\]\\\\].*", Pattern.DOTALL);

  /** Returns those of a table whose format and paths are not known. */
  static FolderValues none() {
    return new FolderValues("", List.of());
  }

  /**
   * Returns those of files of a format.
   *
   * @param header whether the first line of a file names the columns, where the format has lines
   */
  static FolderValues of(CorpusFormat format, boolean header) {
    String source = format.isSeparated() ? "csv" : format.name().toLowerCase(Locale.ROOT);
    StringBuilder settings = new StringBuilder("corpus.source.format = " + source);
    StringBuilder command = new StringBuilder("--source " + source);
    List<String> options = options(format, header);
    if (!options.isEmpty()) {
      settings.append(" and corpus.source.options = [\"");
      settings.append(String.join("\", \"", options)).append("\"]");
      options.forEach(option -> command.append(" --option \"").append(option).append('"'));
    }
    return new FolderValues(
        "a table of Spark has them: use its name with corpus.format = table, or the folder above"
            + " them with corpus.format = spark, "
            + settings
            + " (--format table or "
            + command
            + " of a command)",
        List.of());
  }

  private static List<String> options(CorpusFormat format, boolean header) {
    if (!format.isSeparated()) {
      return List.of();
    }
    List<String> options = new ArrayList<>(List.of("header=" + header));
    switch (format) {
      case CSV_SEMICOLON -> options.add("sep=;");
      case TSV, TSV_QUOTED, TSV_ESCAPED -> options.add("sep=\\t");
      default -> {}
    }
    return options;
  }

  /** Returns those in the names of folders below paths that the user gave. */
  FolderValues below(List<String> paths, Configuration configuration) throws IOException {
    List<String> folders = new ArrayList<>();
    for (String path : paths) {
      String qualified = SourceFiles.qualified(path, configuration);
      folders.add(qualified);
      Matcher glob = ABOVE_PATTERN.matcher(qualified);
      if (glob.matches()) {
        folders.add(glob.group(1));
      }
    }
    return new FolderValues(advice, folders);
  }

  /** Returns advice for a message about a missing column if it is in the names of folders. */
  Optional<String> advice(String name, List<SourceFile> files) {
    return files.get(0).path().contains("/" + name + "=")
        ? Optional.of("values in folder names are not columns; " + advice)
        : Optional.empty();
  }

  /** Returns a warning for the user if there are values that no column has. */
  Optional<String> warning(List<SourceFile> files, Collection<String> columns) {
    Set<String> names = new TreeSet<>();
    for (SourceFile file : files) {
      VALUE.matcher(below(file.path())).results().map(found -> found.group(1)).forEach(names::add);
    }
    names.removeAll(columns);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: the values %s in the names of folders are not columns and are not read; %s"
                .formatted(files.get(0).path(), Excerpt.oneLine(names.toString()), advice));
  }

  /** Returns the part of a path that is below what the user gave. */
  private String below(String path) {
    return given.stream()
        .filter(folder -> path.startsWith(folder.endsWith("/") ? folder : folder + "/"))
        .max(Comparator.comparingInt(String::length))
        .map(folder -> path.substring(folder.length() - (folder.endsWith("/") ? 1 : 0)))
        .orElse("");
  }
}
