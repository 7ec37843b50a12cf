package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.value.TextTokens;
import dev.unfold.worker.sequence.value.WholeNumber;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses values of a table as words, characters, labels, frames and sets. A text or number that may
 * be missing is so if it is null, an empty text or NaN; it becomes {@link Vocabulary#MISSING} or
 * NaN.
 */
final class FieldValueParser {
  /** Thrown for a value that does not have the expected form. */
  static final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    BadValueException(String expected, String found) {
      super("expected " + expected + ", found " + found);
      this.expected = expected;
      this.found = found;
    }

    String expected() {
      return expected;
    }

    String found() {
      return found;
    }
  }

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("\\s*[-+]?[\\d.]*,\\d+([eE][-+]?\\d+)?\\s*");

  private FieldValueParser() {}

  /**
   * Returns the words of a text or of a list of words.
   *
   * @param nullable whether a word of a list may be missing
   */
  static List<String> words(Object value, boolean nullable) throws BadValueException {
    if (value instanceof List<?> list) {
      List<String> words = new ArrayList<>();
      for (Object element : list) {
        words.add(nullable && MissingValue.is(element) ? Vocabulary.MISSING : word(element));
      }
      return words;
    }
    return tokens(text(value), Unit.WORD, Document.LINE);
  }

  /** Returns the words of a text, or a list of words, whole numbers and booleans. */
  static List<String> tags(Object value) throws BadValueException {
    if (!(value instanceof List<?> list)) {
      return words(value, false);
    }
    List<String> tags = new ArrayList<>();
    for (Object element : list) {
      tags.addAll(element instanceof String ? List.of(word(element)) : label(element, false));
    }
    return tags;
  }

  private static List<String> tokens(String text, Unit unit, Document document)
      throws BadValueException {
    try {
      return TextTokens.of(text, unit, document);
    } catch (IOException e) {
      throw new BadValueException(
          "a text whose words have at most " + Vocabulary.MAX_TOKEN_BYTES + " bytes",
          e.getMessage());
    }
  }

  private static String word(Object value) throws BadValueException {
    String word = text(value);
    if (word.isEmpty()) {
      throw new BadValueException("words", "an empty one");
    }
    if (word.getBytes(StandardCharsets.UTF_8).length > Vocabulary.MAX_TOKEN_BYTES) {
      throw new BadValueException(
          "words", "one longer than " + Vocabulary.MAX_TOKEN_BYTES + " bytes");
    }
    return word;
  }

  /** Returns the code points of a text, or its words that no subword crosses; all of it. */
  static List<String> units(Object value, Unit unit) throws BadValueException {
    return tokens(text(value), unit, Document.NONE);
  }

  /**
   * Returns the elements of a list of texts, whole numbers and booleans.
   *
   * @param nullable whether one may be missing
   */
  static List<String> categories(Object value, boolean nullable) throws BadValueException {
    List<String> categories = new ArrayList<>();
    for (Object element : list(value, "a list of categories")) {
      categories.addAll(label(element, nullable));
    }
    return categories;
  }

  /**
   * Returns a list of numbers, each of which is a frame.
   *
   * @param nullable whether one may be missing
   */
  static RawField.Numbers numbers(Object value, boolean nullable) throws BadValueException {
    List<?> list = list(value, "a list of numbers");
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(list.get(i), nullable, " as number " + (i + 1));
    }
    return new RawField.Numbers(numbers, 1);
  }

  /**
   * Returns a text, whole number or boolean as a label. A decimal number may be whole.
   *
   * @param nullable whether it may be missing
   */
  static List<String> label(Object value, boolean nullable) throws BadValueException {
    if (nullable && MissingValue.is(value)) {
      return List.of(Vocabulary.MISSING);
    }
    String label = isPlain(value) ? value.toString() : ofDecimal(value);
    if (label.isEmpty()) {
      throw new BadValueException("a label", "an empty text");
    }
    return List.of(label);
  }

  private static boolean isPlain(Object value) {
    return value instanceof Boolean
        || value instanceof BigInteger
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  private static String ofDecimal(Object value) throws BadValueException {
    if (!(value instanceof Number number)) {
      return text(value);
    }
    Optional<String> whole =
        value instanceof BigDecimal ? WholeNumber.text(number) : Optional.empty();
    return whole.orElseThrow(
        () ->
            new BadValueException(
                "a text, a boolean or a whole number of a decimal or integer type",
                TableRow.shown(value) + "; cast the column to one of them"));
  }

  /**
   * Returns frames, all of the width of the first.
   *
   * @param nullable whether a frame or a number of one may be missing
   */
  static RawField frames(Object value, boolean nullable) throws BadValueException {
    List<?> steps = list(value, "a list of lists of numbers");
    if (steps.isEmpty()) {
      throw new BadValueException("at least one frame", "none");
    }
    int first = 0;
    while (nullable && first < steps.size() && MissingValue.is(steps.get(first))) {
      first++;
    }
    return first == steps.size()
        ? new RawField.Missing(first)
        : frames(steps, list(steps.get(first), "a list of numbers").size(), nullable);
  }

  private static RawField.Numbers frames(List<?> steps, int width, boolean nullable)
      throws BadValueException {
    double[] values = new double[steps.size() * width];
    for (int step = 0; step < steps.size(); step++) {
      if (nullable && MissingValue.is(steps.get(step))) {
        Arrays.fill(values, step * width, (step + 1) * width, Double.NaN);
        continue;
      }
      List<?> numbers = list(steps.get(step), "a list of numbers");
      if (numbers.size() != width || width == 0) {
        throw new BadValueException(
            width == 0 ? "frames of at least one number" : "frames of width " + width,
            "one of width " + numbers.size());
      }
      String frame = steps.size() == 1 ? "" : " of frame " + (step + 1);
      for (int i = 0; i < width; i++) {
        String place = " as number " + (i + 1) + frame;
        values[step * width + i] = number(numbers.get(i), nullable, place);
      }
    }
    return new RawField.Numbers(values, width);
  }

  /**
   * Returns a list of numbers, or one number, as a single frame.
   *
   * @param nullable whether a number may be missing
   */
  static RawField vector(Object value, boolean nullable) throws BadValueException {
    return frames(List.of(value instanceof List<?> list ? list : List.of(value)), nullable);
  }

  /**
   * Returns sets of whole numbers, each sorted and without repetitions.
   *
   * @param width the exclusive upper bound of the numbers
   */
  static FieldSequence.IdSets sets(Object value, int width) throws BadValueException {
    List<?> steps = list(value, "a list of lists of whole numbers");
    int[][] sets = new int[steps.size()][];
    for (int step = 0; step < sets.length; step++) {
      List<?> members = list(steps.get(step), "a list of whole numbers");
      int[] set = new int[members.size()];
      for (int i = 0; i < set.length; i++) {
        set[i] = member(members.get(i), width);
      }
      sets[step] = Arrays.stream(set).sorted().distinct().toArray();
    }
    return new FieldSequence.IdSets(sets);
  }

  private static int member(Object value, int width) throws BadValueException {
    double member = value instanceof Number number ? number.doubleValue() : -1;
    if (!(member >= 0 && member < width && member == Math.rint(member))) {
      throw new BadValueException("whole numbers from 0 to " + (width - 1), TableRow.shown(value));
    }
    return (int) member;
  }

  /**
   * Returns a number that is finite as a float, because scaled values are stored as floats.
   *
   * @param nullable whether the number may be missing
   * @param place the position of the number in the value of its column, for messages
   */
  static double number(Object value, boolean nullable, String place) throws BadValueException {
    if (nullable && MissingValue.isNumber(value)) {
      return Double.NaN;
    }
    double number = Double.NaN;
    if (value instanceof Number numeric) {
      number = numeric.doubleValue();
    } else if (value instanceof String text) {
      number = parsed(text, place);
    }
    if (!Float.isFinite((float) number)) {
      throw new BadValueException("finite numbers", TableRow.shown(value) + place);
    }
    return number;
  }

  private static double parsed(String text, String place) throws BadValueException {
    try {
      return new BigDecimal(Whitespace.strip(text)).doubleValue();
    } catch (NumberFormatException e) {
      throw DECIMAL_COMMA.matcher(text).matches()
          ? new BadValueException(
              "a point before the decimals of numbers",
              "a comma in " + TableRow.shown(text) + place + "; convert the file")
          : new BadValueException("finite numbers", TableRow.shown(text) + place);
    }
  }

  private static List<?> list(Object value, String expected) throws BadValueException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new BadValueException(expected, TableRow.shown(value));
  }

  private static String text(Object value) throws BadValueException {
    if (value instanceof String text) {
      return text;
    }
    throw new BadValueException("a text", TableRow.shown(value));
  }
}
