package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the sentences of a CoNLL file, one at a time: one word per line, a blank line after each
 * sentence. {@link ConllLineParser} defines columns and comments. CoNLL-U lines for multiword
 * tokens and empty nodes, whose first column has the form {@code 1-2} or {@code 1.1}, are skipped
 * and counted.
 */
final class ConllReader implements Closeable {
  private static final Pattern NO_WORD = Pattern.compile("\\d+[-.]\\d+");

  private final String path;
  private final ConllLineParser lines;
  private final ConllColumnSelection columns;
  private boolean broken;
  private long comments;

  /** Thrown for a line that cannot be used; the lines after it can be read. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }

  /** The words of a sentence that is being read. */
  private static final class Sentence {
    private final List<List<String>> inputs = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private long firstLine;
    private long passedOver;

    Sentence(int columns) {
      for (int i = 0; i < columns; i++) {
        inputs.add(new ArrayList<>());
      }
    }

    boolean isStarted() {
      return firstLine > 0;
    }
  }

  ConllReader(SourceFile file, ConllColumnSelection columns, Configuration configuration)
      throws IOException {
    path = file.path();
    this.columns = columns;
    lines = new ConllLineParser(file, configuration);
  }

  /**
   * Reads the next sentence without a fault.
   *
   * @return the sentence; null at the end of the file
   * @throws BadLineException for each line that has too few columns
   * @throws CorpusException if the rest of the file cannot be read
   */
  TableRow next() throws IOException, BadLineException {
    Sentence sentence = new Sentence(columns.inputs().size());
    for (String line = lines.next(); line != null; line = lines.next()) {
      boolean blank = Whitespace.isBlank(line);
      if (blank && sentence.isStarted()) {
        return row(sentence);
      }
      broken &= !blank;
      if (!blank && !isComment(line, sentence)) {
        add(line, sentence);
      }
    }
    return sentence.isStarted() ? row(sentence) : null;
  }

  private boolean isComment(String line, Sentence sentence) {
    boolean comment = !sentence.isStarted() && !broken && lines.isComment(line);
    comments += comment ? 1 : 0;
    return comment;
  }

  /**
   * Adds a word to a sentence. After a fault, the rest of the sentence is only checked for further
   * faults.
   */
  private void add(String line, Sentence sentence) throws BadLineException {
    List<String> values = ConllLineParser.columns(line);
    if (values.size() < columns.needed()) {
      broken = true;
      throw new BadLineException(
          lines.place() + ": expected " + columns.needed() + " columns, found " + values.size());
    }
    if (broken) {
      return;
    }
    sentence.firstLine = sentence.isStarted() ? sentence.firstLine : lines.number();
    if (ConllLineParser.isConllU(line) && NO_WORD.matcher(values.get(0)).matches()) {
      sentence.passedOver++;
      return;
    }
    for (int i = 0; i < columns.inputs().size(); i++) {
      sentence.inputs.get(i).add(values.get(columns.inputs().get(i)));
    }
    if (columns.hasTarget(values.size())) {
      sentence.targets.add(values.get(columns.target()));
    }
  }

  private TableRow row(Sentence sentence) {
    boolean hasTargets =
        columns.target() >= 0 && sentence.targets.size() == sentence.inputs.get(0).size();
    return new TableRow(
        lines.place(sentence.firstLine),
        List.copyOf(sentence.inputs),
        hasTargets ? sentence.targets : null,
        sentence.passedOver);
  }

  /**
   * Returns a notice about the lines that were treated as comments so far, if they are not CoNLL-U
   * comments.
   */
  Optional<String> notice() {
    return comments == 0 || lines.isConllU()
        ? Optional.empty()
        : Optional.of(
            path
                + ": treated "
                + comments
                + " lines that begin with # as comments because they do not have as many columns"
                + " as words");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
