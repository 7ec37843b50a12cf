package dev.unfold.worker.generation;

import dev.unfold.worker.network.head.LogSumExp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The beginnings of one source's sequences, and those that have ended. At most k of the 2k best
 * extensions of a step end a sequence, so at least k remain to be extended; an ended sequence is
 * kept only if it is among the k best extensions.
 */
final class SourceBeam {
  /** A beginning, by its last token. */
  private record Prefix(Prefix before, int slot, int token, double logProbability, int length) {
    int[] tokens() {
      int[] tokens = new int[length];
      Prefix last = this;
      for (int i = length - 1; i >= 0; i--) {
        tokens[i] = last.token;
        last = last.before;
      }
      return tokens;
    }
  }

  private final BeamSettings beam;
  private final DecoderTokens target;
  private final int longest;
  private final List<Prefix> candidates = new ArrayList<>();
  private final List<Hypothesis> ended = new ArrayList<>();
  private List<Prefix> open;

  SourceBeam(BeamSettings beam, DecoderTokens target, int longest) {
    this.beam = beam;
    this.target = target;
    this.longest = longest;
    open = List.of(new Prefix(null, 0, target.begin(), 0, 0));
  }

  /** Takes the logits behind a beginning; those of a slot that has none are passed over. */
  void extend(int slot, float[] logits) {
    if (slot >= open.size()) {
      return;
    }
    Prefix prefix = open.get(slot);
    double toProbability = prefix.logProbability - LogSumExp.of(logits);
    for (int token = 0; token < logits.length; token++) {
      double logProbability = toProbability + logits[token];
      if (target.canBePutOut(token) && isAmongBest(logProbability)) {
        insert(new Prefix(prefix, slot, token, logProbability, prefix.length + 1));
      }
    }
  }

  private boolean isAmongBest(double logProbability) {
    int most = 2 * beam.width();
    return candidates.size() < most || logProbability > candidates.get(most - 1).logProbability;
  }

  /** Inserts a prefix behind those of equal probability, so that the order is deterministic. */
  private void insert(Prefix prefix) {
    int at = candidates.size();
    while (at > 0 && candidates.get(at - 1).logProbability < prefix.logProbability) {
      at--;
    }
    candidates.add(at, prefix);
    if (candidates.size() > 2 * beam.width()) {
      candidates.remove(candidates.size() - 1);
    }
  }

  /** Chooses the beginnings to go on with, when every one was extended. */
  void advance() {
    if (open.isEmpty()) {
      return;
    }
    List<Prefix> next = new ArrayList<>();
    for (int rank = 0; rank < candidates.size(); rank++) {
      Prefix candidate = candidates.get(rank);
      boolean end = candidate.token == target.end();
      if (end && rank < beam.width()) {
        int[] tokens = candidate.before.tokens();
        ended.add(new Hypothesis(tokens, candidate.logProbability, true));
      } else if (!end && next.size() < beam.width()) {
        next.add(candidate);
      }
    }
    candidates.clear();
    ended.sort(bestFirst());
    open = isDecided(next) ? List.of() : List.copyOf(next);
  }

  /** Returns whether no beginning can become better than the k that have ended. */
  private boolean isDecided(List<Prefix> next) {
    if (next.isEmpty() || ended.size() < beam.width()) {
      return false;
    }
    double reachable = beam.score(next.get(0).logProbability, longest);
    return score(ended.get(beam.width() - 1)) >= reachable;
  }

  /** Returns the slot that the hypothesis in a slot extends; the slot itself if it is empty. */
  int parent(int slot) {
    return goesOn(slot) ? open.get(slot).slot : slot;
  }

  boolean goesOn(int slot) {
    return slot < open.size();
  }

  int token(int slot) {
    return open.get(slot).token;
  }

  /** Returns the best k; what has not ended is cut off and counts only where too few have. */
  List<Hypothesis> best() {
    List<Hypothesis> best = new ArrayList<>(ended);
    open.stream()
        .filter(prefix -> prefix.length > 0)
        .limit(Math.max(0, beam.width() - ended.size()))
        .map(prefix -> new Hypothesis(prefix.tokens(), prefix.logProbability, false))
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
