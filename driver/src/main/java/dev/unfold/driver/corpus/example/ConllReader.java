package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.worker.settings.Whitespace;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The sentences of a CoNLL file, one at a time: a word a line, a blank line after each sentence.
 * {@link ConllLineParser} says what columns and comments are. Lines of CoNLL-U for several words
 * together or for no word, whose first column reads {@code 1-2} or {@code 1.1}, are passed over and
 * counted.
 */
final class ConllReader implements Closeable {
  private static final Pattern NO_WORD = Pattern.compile("\\d+[-.]\\d+");

  private final String path;
  private final ConllLineParser lines;
  private final ConllColumnSelection columns;
  private boolean broken;
  private long comments;

  /** A line that cannot be used; the lines behind it can be read. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }

  /** The words of a sentence as they are gathered. */
  private static final class Sentence {
    private final List<String> inputs = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private long firstLine;
    private long passedOver;

    boolean hasBegun() {
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
    Sentence sentence = new Sentence();
    for (String line = lines.next(); line != null; line = lines.next()) {
      boolean blank = Whitespace.isBlank(line);
      if (blank && sentence.hasBegun()) {
        return row(sentence);
      }
      broken &= !blank;
      if (!blank && !isComment(line, sentence)) {
        add(line, sentence);
      }
    }
    return sentence.hasBegun() ? row(sentence) : null;
  }

  private boolean isComment(String line, Sentence sentence) {
    boolean comment = !sentence.hasBegun() && !broken && lines.isComment(line);
    comments += comment ? 1 : 0;
    return comment;
  }

  /** Adds a word to a sentence; of a sentence with a fault only further faults count. */
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
    sentence.firstLine = sentence.hasBegun() ? sentence.firstLine : lines.number();
    if (ConllLineParser.isConllU(line) && NO_WORD.matcher(values.get(0)).matches()) {
      sentence.passedOver++;
      return;
    }
    sentence.inputs.add(values.get(columns.input()));
    if (columns.hasTarget(values.size())) {
      sentence.targets.add(values.get(columns.target()));
    }
  }

  private TableRow row(Sentence sentence) {
    boolean hasTargets = columns.target() >= 0 && sentence.targets.size() == sentence.inputs.size();
    return new TableRow(
        lines.place(sentence.firstLine),
        sentence.inputs,
        hasTargets ? sentence.targets : null,
        sentence.passedOver);
  }

  /** Returns what to know of the lines that were taken for comments so far, if it is not plain. */
  Optional<String> notice() {
    return comments == 0 || lines.isConllU()
        ? Optional.empty()
        : Optional.of(
            path
                + ": took "
                + comments
                + " lines that begin with # for comments, since their columns are not as many as"
                + " those of words");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
