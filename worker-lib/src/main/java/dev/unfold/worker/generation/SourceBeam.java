package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.network.output.Categorical;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The prefixes of one source's sequences, and the sequences that have ended. At most k of the 2k
 * best extensions of a step end a sequence, so at least k remain to be extended; an ended sequence
 * is kept only if it is among the k best extensions.
 */
final class SourceBeam {
  /**
   * A prefix, represented by its last token and the previous prefix.
   *
   * @param score the log-probability with the scores of the language model
   */
  private record Prefix(
      Prefix parent,
      int slot,
      int token,
      double logProbability,
      double score,
      int length,
      LanguageContexts.Context context) {
    int[] tokens() {
      int[] tokens = new int[length];
      Prefix last = this;
      for (int i = length - 1; i >= 0; i--) {
        tokens[i] = last.token;
        last = last.parent;
      }
      return tokens;
    }

    /** Returns the hypothesis of the tokens. */
    Hypothesis hypothesis(double total, boolean end) {
      float[] probabilities = new float[length];
      Prefix last = this;
      for (int i = length - 1; i >= 0; i--) {
        double change = last.logProbability - last.parent.logProbability;
        probabilities[i] = (float) StrictMath.exp(change);
        last = last.parent;
      }
      return new Hypothesis(tokens(), probabilities, total, end);
    }
  }

  private final BeamSettings beam;
  private final DecoderTokens target;
  private final int maxLength;
  private final List<Prefix> candidates = new ArrayList<>();
  private final List<Hypothesis> ended = new ArrayList<>();
  private List<Prefix> open;

  /**
   * @param start the context before the first token
   */
  SourceBeam(
      BeamSettings beam, DecoderTokens target, int maxLength, LanguageContexts.Context start) {
    this.beam = beam;
    this.target = target;
    this.maxLength = maxLength;
    open = List.of(new Prefix(null, 0, target.begin(), 0, 0, 0, start));
  }

  /** Returns the contexts of the open prefixes, which must be read after each step. */
  List<LanguageContexts.Context> contexts() {
    return open.stream().map(Prefix::context).toList();
  }

  /**
   * Extends the prefix in a slot by the logits of the next token; the logits of an empty slot are
   * ignored.
   */
  void extend(int slot, float[] logits) {
    if (slot >= open.size()) {
      return;
    }
    Prefix prefix = open.get(slot);
    double toProbability = prefix.logProbability - Categorical.logNormalizer(logits);
    for (int token = 0; token < logits.length; token++) {
      double logProbability = toProbability + logits[token];
      double score = logProbability + prefix.context.total() + prefix.context.score(token);
      if (target.canBeGenerated(token) && isAmongBest(score)) {
        insert(
            new Prefix(
                prefix,
                slot,
                token,
                logProbability,
                score,
                prefix.length + 1,
                prefix.context.then(token)));
      }
    }
  }

  private boolean isAmongBest(double score) {
    int max = 2 * beam.width();
    return candidates.size() < max || score > candidates.get(max - 1).score;
  }

  /** Inserts a prefix after those of equal score, so that the order is deterministic. */
  private void insert(Prefix prefix) {
    int index = candidates.size();
    while (index > 0 && candidates.get(index - 1).score < prefix.score) {
      index--;
    }
    candidates.add(index, prefix);
    if (candidates.size() > 2 * beam.width()) {
      candidates.remove(candidates.size() - 1);
    }
  }

  /** Chooses the prefixes to keep after all of them were extended. */
  void advance() {
    if (open.isEmpty()) {
      return;
    }
    List<Prefix> next = new ArrayList<>();
    for (int rank = 0; rank < candidates.size(); rank++) {
      Prefix candidate = candidates.get(rank);
      boolean end = candidate.token == target.end();
      if (end && rank < beam.width()) {
        ended.add(candidate.parent.hypothesis(candidate.score, true));
      } else if (!end && next.size() < beam.width()) {
        next.add(candidate);
      }
    }
    candidates.clear();
    open.forEach(prefix -> prefix.context.forget());
    ended.sort(bestFirst());
    open = isDecided(next) ? List.of() : List.copyOf(next);
  }

  /** Returns whether no prefix can become better than the k sequences that have ended. */
  private boolean isDecided(List<Prefix> next) {
    if (next.isEmpty() || ended.size() < beam.width()) {
      return false;
    }
    double reachable = beam.score(next.get(0).score, maxLength);
    return beam.fusion().bonus() <= 0 && score(ended.get(beam.width() - 1)) >= reachable;
  }

  /** Returns the slot that the hypothesis in a slot extends; the slot itself if it is empty. */
  int parent(int slot) {
    return isOpen(slot) ? open.get(slot).slot : slot;
  }

  boolean isOpen(int slot) {
    return slot < open.size();
  }

  int token(int slot) {
    return open.get(slot).token;
  }

  /**
   * Returns the best k sequences; prefixes that have not ended are included only if fewer than k
   * sequences have ended.
   */
  List<Hypothesis> best() {
    List<Hypothesis> best = new ArrayList<>(ended);
    open.stream()
        .filter(prefix -> prefix.length > 0)
        .limit(Math.max(0, beam.width() - ended.size()))
        .map(prefix -> prefix.hypothesis(prefix.score, false))
        .forEach(best::add);
    return List.copyOf(best.subList(0, Math.min(beam.width(), best.size())));
  }

  private Comparator<Hypothesis> bestFirst() {
    return Comparator.comparingDouble(this::score).reversed();
  }

  private double score(Hypothesis hypothesis) {
    return beam.score(hypothesis.logProbability(), hypothesis.length());
  }
}
