package dev.unfold.worker.evaluation.metric;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Compares the phrases of the reference and of the prediction for one sequence, whose tags are read
 * one after the other: of each phrase, only the end that was read first is held.
 */
public final class PhraseComparison {
  private final BiConsumer<String, PrecisionRecall> counts;
  private final Reader reference;
  private final Reader predicted;

  /**
   * @param counts receives the type and the counts of each phrase
   * @param reversed whether the last tag comes first
   */
  PhraseComparison(BiConsumer<String, PrecisionRecall> counts, boolean reversed) {
    this.counts = counts;
    reference = new Reader(reversed);
    predicted = new Reader(reversed);
  }

  /**
   * Reads the next tags. A prediction that is not a tag, such as an unknown token, is outside of
   * every phrase.
   *
   * @throws IllegalArgumentException if the reference is not a tag of those of B, I, E, S and O
   */
  public void add(String referenceTag, String predictedTag) {
    PhraseTag expected =
        PhraseTag.parse(referenceTag)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected the tag O, or B, I, E or S followed by a hyphen and a type,"
                            + " found \""
                            + referenceTag
                            + "\""));
    count(expected, PhraseTag.parse(predictedTag).orElse(PhraseTag.OUTSIDE));
  }

  /** Must be called after the last tags. */
  public void end() {
    count(PhraseTag.OUTSIDE, PhraseTag.OUTSIDE);
  }

  private void count(PhraseTag expected, PhraseTag found) {
    Optional<Span> ofReference = reference.next(expected);
    Optional<Span> ofPrediction = predicted.next(found);
    int correct = ofPrediction.equals(ofReference) ? 1 : 0;
    ofReference.ifPresent(span -> counts.accept(span.type(), new PrecisionRecall(correct, 0, 1)));
    ofPrediction.ifPresent(span -> counts.accept(span.type(), new PrecisionRecall(0, 1, 0)));
  }

  /**
   * A phrase of which all tags were read.
   *
   * @param begin the number of tags that were read before it
   */
  private record Span(String type, long begin) {}

  /** Finds the phrases of tags. */
  private static final class Reader {
    private final boolean reversed;
    private PhraseTag last = PhraseTag.OUTSIDE;
    private long read;

    /** The number of tags that were read before the phrase that the last one belongs to. */
    private long begin;

    Reader(boolean reversed) {
      this.reversed = reversed;
    }

    /** Reads the next tag, and returns the phrase that ends before it, if there is one. */
    Optional<Span> next(PhraseTag tag) {
      PhraseTag earlier = reversed ? tag : last;
      PhraseTag later = reversed ? last : tag;
      boolean starts = later.startsAfter(earlier);
      boolean ends = !earlier.isOutside() && (later.isOutside() || starts);
      Optional<Span> complete =
          (reversed ? starts : ends) ? Optional.of(new Span(last.type(), begin)) : Optional.empty();
      begin = (reversed ? ends : starts) ? read : begin;
      last = tag;
      read++;
      return complete;
    }
  }
}
