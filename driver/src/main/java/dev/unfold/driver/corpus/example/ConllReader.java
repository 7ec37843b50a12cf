package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The sentences of a CoNLL file, one at a time: a word a line, its columns between tabs or, where
 * there is no tab, blanks; an empty line after each sentence. Lines that begin with {@code #}
 * before the first word of a sentence are comments. Lines of CoNLL-U (10 columns between tabs) for
 * several words together or for no word, whose first column reads {@code 1-2} or {@code 1.1}, are
 * passed over and counted.
 */
final class ConllReader implements Iterator<TableRow> {
  private static final int CONLL_U_COLUMNS = 10;
  private static final Pattern NO_WORD = Pattern.compile("\\d+[-.]\\d+");
  private static final Pattern BLANKS = Pattern.compile("[ \\u00A0]+");

  private final String file;
  private final ConllColumns columns;
  private final BufferedReader lines;
  private long line;
  private TableRow next;

  ConllReader(SourceFile file, ConllColumns columns, Configuration configuration)
      throws IOException {
    this.file = file.path();
    this.columns = columns;
    Path path = new Path(file.path());
    InputStream raw = path.getFileSystem(configuration).open(path);
    InputStream text = file.compressed() ? new GZIPInputStream(raw) : raw;
    lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
    next = read();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TableRow next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    TableRow row = next;
    try {
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return row;
  }

  /** Null at the end of the file. */
  private TableRow read() throws IOException {
    TableRow row = null;
    try {
      row = readSentence();
      return row;
    } finally {
      if (row == null) {
        lines.close();
      }
    }
  }

  private TableRow readSentence() throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    long first = 0;
    long passedOver = 0;
    for (String text = readLine(); text != null; text = readLine()) {
      if (text.isBlank() && first > 0) {
        break;
      }
      if (text.isBlank() || (first == 0 && text.startsWith("#"))) {
        continue;
      }
      first = first == 0 ? line : first;
      String[] values = text.indexOf('\t') >= 0 ? text.split("\t", -1) : BLANKS.split(text);
      if (values.length < columns.needed()) {
        throw new CorpusException(
            place(line) + ": expected " + columns.needed() + " columns, found " + values.length);
      }
      if (values.length == CONLL_U_COLUMNS && NO_WORD.matcher(values[0]).matches()) {
        passedOver++;
      } else {
        inputs.add(values[columns.input()]);
        if (columns.hasTarget(values)) {
          targets.add(values[columns.target()]);
        }
      }
    }
    if (first == 0) {
      return null;
    }
    boolean hasTargets = columns.target() >= 0 && targets.size() == inputs.size();
    return new TableRow(place(first), inputs, hasTargets ? targets : null, passedOver);
  }

  private String readLine() throws IOException {
    line++;
    try {
      return lines.readLine();
    } catch (CharacterCodingException e) {
      throw new CorpusException(place(line) + ": invalid UTF-8 in this line or soon after it", e);
    }
  }

  private String place(long number) {
    return file + ", line " + number;
  }
}
