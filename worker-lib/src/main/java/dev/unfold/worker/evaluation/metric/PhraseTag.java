package dev.unfold.worker.evaluation.metric;

import java.util.Optional;

/**
 * A tag such as {@code B-NP}: where a token stands in a chunk, and the type of the chunk.
 *
 * @param position B first, I inside, E last, S single, O outside of every chunk
 * @param type what stands behind the first hyphen; empty if nothing does
 */
record PhraseTag(char position, String type) {
  static final PhraseTag OUTSIDE = new PhraseTag('O', "");

  /** Returns the tag that is written so, if one is. */
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

  /** Returns whether a chunk starts here, after a token with that tag. */
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
