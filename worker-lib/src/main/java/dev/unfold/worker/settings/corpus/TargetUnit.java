package dev.unfold.worker.settings.corpus;

import java.util.Locale;

/** The unit in which the targets of a run are reported: tokens, examples, tags or steps. */
public enum TargetUnit {
  /** Tokens of a text or of a sequence that a decoder generates; their loss has a perplexity. */
  TOKENS,
  /** Each example has one target. */
  EXAMPLES,
  /** Each step of the input has a tag. */
  TAGS,
  /** Each step of the input has a frame or a set. */
  STEPS;

  /** Returns the unit of the targets of a corpus. */
  public static TargetUnit of(CorpusSettings corpus) {
    return corpus.isTable() ? of(corpus.target().kind()) : TOKENS;
  }

  /** Returns the unit of the targets of a table. */
  public static TargetUnit of(TargetSettings.Kind target) {
    return switch (target) {
      case WORDS, CHARACTERS, SUBWORDS, NONE -> TOKENS;
      case LABEL, VECTOR -> EXAMPLES;
      case TAGS -> TAGS;
      case FRAMES, SETS, NEXT -> STEPS;
    };
  }

  /** Returns whether perplexity and bits per token are meaningful. */
  public boolean hasPerplexity() {
    return this == TOKENS;
  }

  /** Returns the singular, such as {@code example}. */
  public String singular() {
    return plural().substring(0, plural().length() - 1);
  }

  /** Returns the plural, such as {@code examples}. */
  public String plural() {
    return name().toLowerCase(Locale.ROOT);
  }
}
