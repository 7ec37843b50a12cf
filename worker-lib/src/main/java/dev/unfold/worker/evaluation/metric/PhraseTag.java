package dev.unfold.worker.evaluation.metric;

import java.util.Optional;

/**
 * A tag such as {@code B-NP}: the position of a token in a phrase, and the type of the phrase.
 *
 * @param position B first, I inside, E last, S single, O outside of every phrase
 * @param type the text after the first hyphen, which may be empty
 */
record PhraseTag(char position, String type) {
  static final PhraseTag OUTSIDE = new PhraseTag('O', "");

  /** Parses a tag; empty if the text is not a tag. */
  static Optional<PhraseTag> parse(String tag) {
    if (tag.equals("O")) {
      return Optional.of(OUTSIDE);
    }
    boolean hasPosition = !tag.isEmpty() && "BIES".indexOf(tag.charAt(0)) >= 0;
    if (hasPosition && tag.length() == 1) {
      return Optional.of(new PhraseTag(tag.charAt(0), ""));
    }
    return hasPosition && tag.charAt(1) == '-'
        ? Optional.of(new PhraseTag(tag.charAt(0), tag.substring(2)))
        : Optional.empty();
  }

  boolean isOutside() {
    return position == 'O';
  }

  /** Returns whether a phrase starts here, after a token with that tag. */
  boolean startsAfter(PhraseTag previous) {
    return !isOutside()
        && (previous.isOutside() || isFirst() || previous.isLast() || !type.equals(previous.type));
  }

  private boolean isFirst() {
    return position == 'B' || position == 'S';
  }

  private boolean isLast() {
    return position == 'E' || position == 'S';
  }
}
