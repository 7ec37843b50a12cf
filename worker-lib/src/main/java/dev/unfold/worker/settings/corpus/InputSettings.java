package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.List;

/**
 * An input of an example in a row of a table; ignored for a text corpus.
 *
 * @param column the name of the column, or its number from 1 in a table without column names
 * @param kind the kind of values in the column
 * @param width the exclusive upper bound of the ids of sets
 * @param reversed whether the order of the steps is reversed
 * @param normalise whether numbers are normalized to mean 0 and standard deviation 1 in the
 *     training rows
 * @param characters whether words are also read as characters
 * @param embedding the width of the embedding of words, characters and categories; 0 means that of
 *     the network
 * @param scaling how numbers are normalized
 * @param missing the treatment of missing values
 * @param minCount the minimum number of occurrences of a known token in the training rows; 0 means
 *     that of the vocabulary of the corpus
 * @param size the maximum number of entries of the vocabulary; 0 means that of the vocabulary of
 *     the corpus
 * @param features what is read of times
 * @param into where the network reads it
 * @param audio the acoustic features of audio
 */
public record InputSettings(
    String column,
    Kind kind,
    int width,
    boolean reversed,
    boolean normalise,
    boolean characters,
    int embedding,
    Scaling scaling,
    Missing missing,
    long minCount,
    int size,
    List<TimeFeature> features,
    Into into,
    AcousticSettings audio)
    implements Serializable {
  /** The section of the settings of an only input. */
  public static final String SECTION = "corpus.input";

  private static final int MAX_EMBEDDING = 16_384;

  /** The kind of values in an input column. */
  public enum Kind {
    /** A text of words separated by whitespace, or a list of words; a word is a step. */
    WORDS,
    /** A text; a code point is a step. */
    CHARACTERS,
    /** A text; a subword is a step. */
    SUBWORDS,
    /** A list of texts, integers or truth values; each is a step. */
    CATEGORIES,
    /** A list of numbers; each is a step. */
    NUMBERS,
    /** A text with few distinct values; a single step. */
    LABEL,
    /** A bag of words, of which only the presence is relevant; a single step. */
    BAG,
    /** A list of lists of numbers; an inner list is a step. */
    FRAMES,
    /** A list of lists of integers; an inner list is a step. */
    SETS,
    /** A list of numbers, or a number; a single step. */
    VECTOR,
    /** A list of timestamps, or of seconds since 1970; each is a step. */
    TIME,
    /** The path of a recording, or its bytes; a frame of acoustic features is a step. */
    AUDIO;

    /** Returns whether an input is more than a single step. */
    public boolean isSequence() {
      return this != LABEL && this != BAG && this != VECTOR;
    }

    /** Returns whether it is a text all of whose characters are read. */
    public boolean isText() {
      return this == CHARACTERS || this == SUBWORDS;
    }

    /** Returns whether a step consists of real numbers. */
    public boolean isNumeric() {
      return this == NUMBERS || this == FRAMES || this == VECTOR || this == AUDIO;
    }

    /** Returns whether a step is one of the entries of a vocabulary or one of several labels. */
    public boolean hasIds() {
      return isText() || this == WORDS || this == CATEGORIES || this == LABEL;
    }

    /** Returns whether a single value can be missing. */
    public boolean hasMissing() {
      boolean numbers = isNumeric() && this != AUDIO;
      return numbers || this == WORDS || this == CATEGORIES || this == LABEL;
    }

    /**
     * Returns whether the value of a row that is a step can be of this kind.
     *
     * @param inText whether values are texts, as in a file of delimited values
     */
    boolean isStepOf(boolean inText) {
      return !isText() && this != AUDIO && !(inText && (this == FRAMES || this == SETS));
    }

    /** Returns whether a text can be its value, as in a file of delimited values. */
    boolean fitsIntoText() {
      return !List.of(FRAMES, SETS, CATEGORIES, NUMBERS, TIME).contains(this);
    }
  }

  /** The scaling of numbers that are normalized. */
  public enum Scaling {
    /** The mean is subtracted, and the rest is divided by the standard deviation. */
    STANDARD,
    /** The median is subtracted, and the rest is divided by the interquartile range. */
    ROBUST,
    /** As standard, of {@code sign(x) log(1 + |x|)}. */
    LOG1P
  }

  /** The treatment of missing values: nulls, empty texts and NaN. */
  public enum Missing {
    /** A row with one cannot be used. */
    REFUSE,
    /**
     * A missing number is the mean of the numbers in the training rows; a missing word, category or
     * label is an entry of its own.
     */
    FILL,
    /** As fill; besides, each number has a further one, which is 1 if it is missing, else 0. */
    INDICATE
  }

  /** Where the network reads an input. */
  public enum Into {
    /** At each step. */
    STEPS,
    /** Where a sequence begins: its value at the first step determines the initial states. */
    FIRST_STATE,
    /** In both ways. */
    BOTH;

    /** Returns whether it is read at each step. */
    public boolean readsSteps() {
      return this != FIRST_STATE;
    }

    /** Returns whether it determines the initial states. */
    public boolean readsFirstState() {
      return this != STEPS;
    }
  }

  public InputSettings {
    features = List.copyOf(features);
    SettingChecks checks = new SettingChecks();
    checks.require(
        kind == Kind.SETS ? width >= 1 : width >= 0,
        SECTION + ".width",
        kind == Kind.SETS ? "at least 1 for sets" : "at least 0",
        width,
        SECTION + ".kind");
    checks.require(
        !characters || kind == Kind.WORDS,
        SECTION + ".characters",
        "false for another kind than words",
        characters,
        SECTION + ".kind");
    checks.require(
        embedding == 0 || (embedding > 0 && embedding <= MAX_EMBEDDING && kind.hasIds()),
        SECTION + ".embedding",
        "0 to " + MAX_EMBEDDING + ", and 0 for a kind without a vocabulary",
        embedding,
        SECTION + ".kind");
    checks.require(
        missing == Missing.REFUSE || !characters,
        SECTION + ".missing",
        "refuse where " + SECTION + ".characters = true",
        missing,
        SECTION + ".characters");
    checks.require(minCount >= 0, SECTION + ".min-count", "at least 0", minCount);
    checks.require(
        size == 0 || size >= 2, SECTION + ".size", "0 (as the corpus) or at least 2", size);
    checks.require(
        !features.isEmpty() && features.stream().distinct().count() == features.size(),
        SECTION + ".features",
        "at least one feature, each once",
        features.stream().map(SettingKeys::of).toList());
    checks.finish();
  }

  /** Creates an input without missing values, whose vocabulary is limited as that of the corpus. */
  public InputSettings(
      String column,
      Kind kind,
      int width,
      boolean reversed,
      boolean normalise,
      boolean characters,
      int embedding) {
    this(
        column,
        kind,
        width,
        reversed,
        normalise,
        characters,
        embedding,
        Scaling.STANDARD,
        Missing.REFUSE,
        0,
        0,
        List.of(TimeFeature.values()),
        Into.STEPS,
        AcousticSettings.unused());
  }

  /** Creates an input whose embedding is as wide as that of the network. */
  public InputSettings(
      String column,
      Kind kind,
      int width,
      boolean reversed,
      boolean normalise,
      boolean characters) {
    this(column, kind, width, reversed, normalise, characters, 0);
  }

  /** Returns the input settings of a text corpus, which has no columns. */
  public static InputSettings forText() {
    return new InputSettings("", Kind.WORDS, 0, false, true, false);
  }

  /** Returns whether its numbers are replaced by logarithms. */
  public boolean hasLogarithms() {
    return kind.isNumeric() && normalise && scaling == Scaling.LOG1P;
  }

  /** Returns whether it consists of recordings that are normalized over all those of a speaker. */
  public boolean hasSpeaker() {
    return kind == Kind.AUDIO && audio.hasSpeaker();
  }

  /** Returns the same input in a column of another name. */
  public InputSettings inColumn(String name) {
    return copy(name, kind, into, audio);
  }

  /** Returns the same input, read elsewhere by the network. */
  public InputSettings with(Into other) {
    return copy(column, kind, other, audio);
  }

  /** Returns the same input as audio with given features. */
  public InputSettings asAudio(AcousticSettings acoustics) {
    return copy(column, Kind.AUDIO, into, acoustics);
  }

  private InputSettings copy(
      String otherColumn, Kind otherKind, Into otherInto, AcousticSettings otherAudio) {
    return new InputSettings(
        otherColumn,
        otherKind,
        width,
        reversed,
        normalise,
        characters,
        embedding,
        scaling,
        missing,
        minCount,
        size,
        features,
        otherInto,
        otherAudio);
  }

  /** Returns whether missing values are read; otherwise, or if the kind has none, not. */
  public boolean allowsMissing() {
    return missing != Missing.REFUSE && kind.hasMissing();
  }

  /**
   * Returns the limits of the vocabulary of this input.
   *
   * @param corpus those of the corpus
   */
  public VocabularySettings vocabulary(VocabularySettings corpus) {
    return new VocabularySettings(
        size == 0 ? corpus.size() : size, minCount == 0 ? corpus.minCount() : minCount);
  }
}
