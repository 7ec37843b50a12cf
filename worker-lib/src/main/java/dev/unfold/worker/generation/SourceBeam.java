package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.network.output.Categorical;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The prefixes of one source's sequences, and the sequences that have ended. At most k of the 2k
 * best extensions of a step end a sequence, so at least k remain to be extended; an ended sequence
 * is kept only if it is among the k best extensions.
 */
final class SourceBeam {
  /**
   * A prefix, represented by its last token and the previous prefix.
   *
   * @param attended the step of the source with the greatest attention weight at the last token
   * @param penalty the sum of what the repetition penalty adds to the log-probabilities
   * @param score the log-probability with the penalty and the scores of the language model
   */
  private record Prefix(
      Prefix parent,
      int slot,
      int token,
      OptionalInt attended,
      double logProbability,
      double penalty,
      double score,
      int length,
      LanguageContexts.Context context) {
    static Prefix empty(int begin, LanguageContexts.Context context) {
      return new Prefix(null, 0, begin, OptionalInt.empty(), 0, 0, 0, 0, context);
    }

    /** Returns the tokens as a set. */
    BitSet used() {
      BitSet used = new BitSet();
      for (Prefix last = this; last.parent != null; last = last.parent) {
        used.set(last.token);
      }
      return used;
    }

    /** Returns the hypothesis of the tokens, before the token that ends them, if there is one. */
    Hypothesis hypothesis(double log, double rank, boolean end) {
      int[] tokens = new int[length];
      int[] steps = new int[attended.isPresent() ? length : 0];
      float[] probabilities = new float[length];
      Prefix last = this;
      for (int i = length - 1; i >= 0; i--) {
        tokens[i] = last.token;
        double change = last.logProbability - last.parent.logProbability;
        probabilities[i] = (float) StrictMath.exp(change);
        if (steps.length > 0) {
          steps[i] = last.attended.getAsInt();
        }
        last = last.parent;
      }
      return new Hypothesis(tokens, probabilities, steps, log, rank, end);
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
    open = List.of(Prefix.empty(target.begin(), start));
  }

  /** Returns the contexts of the open prefixes, which must be read after each step. */
  List<LanguageContexts.Context> contexts() {
    return open.stream().map(Prefix::context).toList();
  }

  /**
   * Extends the prefix in a slot by the logits of the next token; the logits of an empty slot are
   * ignored. A token that may not be generated has no probability here, but the probabilities of
   * the others remain those of the network.
   *
   * @param attended the step of the source with the greatest attention weight
   */
  void extend(int slot, float[] logits, OptionalInt attended) {
    if (slot >= open.size()) {
      return;
    }
    Prefix prefix = open.get(slot);
    double toProbability = prefix.logProbability - Categorical.logNormalizer(logits);
    float[] allowed = target.allowed(logits, used(prefix), prefix.length);
    for (int token = 0; token < logits.length; token++) {
      if (allowed[token] == Float.NEGATIVE_INFINITY) {
        continue;
      }
      double logProbability = toProbability + logits[token];
      double penalty = prefix.penalty + ((double) allowed[token] - logits[token]);
      double score =
          logProbability + penalty + prefix.context.total() + prefix.context.score(token);
      if (isAmongBest(score)) {
        insert(
            new Prefix(
                prefix,
                slot,
                token,
                attended,
                logProbability,
                penalty,
                score,
                prefix.length + 1,
                prefix.context.then(token)));
      }
    }
  }

  private BitSet used(Prefix prefix) {
    return target.rules().readTokens() ? prefix.used() : new BitSet();
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
        ended.add(ended(candidate));
      } else if (!end && next.size() < beam.width()) {
        next.add(candidate);
      }
    }
    candidates.clear();
    open.forEach(prefix -> prefix.context.forget());
    ended.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    open = isDecided(next) ? List.of() : List.copyOf(next);
  }

  /** Returns the hypothesis of a prefix whose last token is the end. */
  private Hypothesis ended(Prefix prefix) {
    double score = beam.score(prefix.score, prefix.length);
    return prefix.parent.hypothesis(prefix.logProbability, score, true);
  }

  private Hypothesis truncated(Prefix prefix) {
    double score = beam.score(prefix.score, prefix.length);
    return prefix.hypothesis(prefix.logProbability, score, false);
  }

  /** Returns whether no prefix can become better than the k sequences that have ended. */
  private boolean isDecided(List<Prefix> next) {
    if (next.isEmpty() || ended.size() < beam.width()) {
      return false;
    }
    double reachable = beam.score(next.get(0).score, maxLength);
    return beam.fusion().bonus() <= 0 && ended.get(beam.width() - 1).score() >= reachable;
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
   * Returns the best k sequences: those that have ended, the best first, and then, if these are
   * fewer, the best prefixes that have not.
   */
  List<Hypothesis> best() {
    List<Hypothesis> best = new ArrayList<>(ended);
    open.stream()
        .filter(prefix -> prefix.length > 0)
        .limit(Math.max(0, beam.width() - ended.size()))
        .map(this::truncated)
        .forEach(best::add);
    return List.copyOf(best.subList(0, Math.min(beam.width(), best.size())));
  }
}
