package dev.unfold.worker.network.hmm;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.settings.network.HmmSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The search for the best path through the models of the words of a graph (Viterbi 1967), with the
 * outputs of a network in place of likelihoods (Bourlard and Morgan 1994):
 *
 * <pre>
 * score = Σ k (ln P(s(t) | x) - ln P(s(t))) + Σ ln P(transition) + Σ (ln P(word) - penalty)
 * </pre>
 *
 * <p>P(s | x) are the posteriors of the network, P(s) the priors of the states, and k is the
 * acoustic scale. The words that may follow at a node of the graph are equally probable; silence
 * costs nothing. Everything is computed in double precision.
 *
 * <p>Of equal scores the first in this order is kept: staying in a state; no silence; the arc that
 * comes first in the graph; the end that comes first.
 */
public final class ViterbiSearch {
  private static final int NOWHERE = -1;

  private final HmmSettings settings;
  private final StateChains chains;
  private final WordGraph graph;
  private final double[] wordCosts;
  private final double[] stay;
  private final double[] advance;
  private final double[] priors;

  ViterbiSearch(HmmSettings settings, HmmStates states, HmmParameters parameters, WordGraph graph) {
    this.settings = settings;
    this.graph = graph;
    chains = new StateChains(states, graph);
    wordCosts =
        Arrays.stream(graph.degrees())
            .mapToDouble(degree -> StrictMath.log(Math.max(1, degree)) + settings.wordPenalty())
            .toArray();
    stay = new double[chains.cells()];
    advance = new double[chains.cells()];
    for (int cell = 0; cell < chains.cells(); cell++) {
      stay[cell] = parameters.logStay(chains.state(cell));
      advance[cell] = parameters.logAdvance(chains.state(cell));
    }
    priors = new double[states.count()];
    Arrays.setAll(priors, parameters::logPrior);
  }

  /**
   * Returns the best path; empty if there is none with so many steps.
   *
   * @param logits the outputs of the network for each step, at least one
   */
  public Optional<StatePath> best(List<float[]> logits) {
    Trellis trellis = new Trellis(logits.size());
    for (int t = 0; t < logits.size(); t++) {
      trellis.add(t, likelihoods(logits.get(t)));
    }
    return trellis.best();
  }

  /** Returns k (ln P(s | x) - ln P(s)) for each state. */
  private double[] likelihoods(float[] logits) {
    double normalizer = Categorical.logNormalizer(logits);
    double[] scaled = new double[priors.length];
    for (int s = 0; s < scaled.length; s++) {
      scaled[s] = settings.acousticScale() * (logits[s] - normalizer - priors[s]);
    }
    return scaled;
  }

  /**
   * The scores of the best paths to each cell and point, and where they came from. A path is at a
   * point after the steps before.
   */
  private final class Trellis {
    private final boolean[][] entered;
    private final int[][] origins;
    private double[] cells = new double[chains.cells()];
    private double[] next = new double[chains.cells()];
    private final double[] points = new double[2 * graph.nodes()];

    Trellis(int steps) {
      entered = new boolean[steps][chains.cells()];
      origins = new int[steps][points.length];
      Arrays.fill(cells, Double.NEGATIVE_INFINITY);
      Arrays.fill(points, Double.NEGATIVE_INFINITY);
      points[0] = 0;
      points[1] = 0;
    }

    void add(int t, double[] likelihoods) {
      for (int chain = 0; chain < chains.count(); chain++) {
        double enter = points[chains.entry(chain)] - cost(chain);
        for (int cell = chains.first(chain); cell <= chains.last(chain); cell++) {
          double same = cells[cell] + stay[cell];
          entered[t][cell] = enter > same;
          next[cell] = Math.max(enter, same) + likelihoods[chains.state(cell)];
          enter = cells[cell] + advance[cell];
        }
      }
      double[] old = cells;
      cells = next;
      next = old;
      leave(t);
    }

    private double cost(int chain) {
      return chains.isSilence(chain) ? 0 : wordCosts[chains.entry(chain) / 2];
    }

    /** Computes the points after a step: first those that words lead to, then those of silence. */
    private void leave(int t) {
      Arrays.fill(points, Double.NEGATIVE_INFINITY);
      Arrays.fill(origins[t], NOWHERE);
      for (int chain = 0; chain < chains.count(); chain++) {
        if (!chains.isSilence(chain)) {
          leave(t, chain);
        }
      }
      for (int point = 0; point < points.length; point += 2) {
        points[point + 1] = points[point];
        origins[t][point + 1] = origins[t][point];
      }
      for (int chain = 0; chain < chains.count() && chains.isSilence(chain); chain++) {
        leave(t, chain);
      }
    }

    private void leave(int t, int chain) {
      int last = chains.last(chain);
      double score = cells[last] + advance[last];
      if (score > points[chains.exit(chain)]) {
        points[chains.exit(chain)] = score;
        origins[t][chains.exit(chain)] = last;
      }
    }

    Optional<StatePath> best() {
      int best = NOWHERE;
      for (int node = 0; node < graph.nodes(); node++) {
        int point = 2 * node + 1;
        boolean better = best == NOWHERE || points[point] > points[best];
        if (graph.ends().get(node) && points[point] > Double.NEGATIVE_INFINITY && better) {
          best = point;
        }
      }
      return best == NOWHERE ? Optional.empty() : Optional.of(path(best));
    }

    private StatePath path(int end) {
      int[] path = new int[origins.length];
      List<StatePath.Word> words = new ArrayList<>();
      int to = path.length;
      int cell = origins[path.length - 1][end];
      for (int t = path.length - 1; t >= 0; t--) {
        path[t] = chains.state(cell);
        if (!entered[t][cell]) {
          continue;
        }
        int chain = chains.chain(cell);
        if (cell > chains.first(chain)) {
          cell--;
          continue;
        }
        if (!chains.isSilence(chain)) {
          words.add(new StatePath.Word(chains.token(chain), t, to));
        }
        to = t;
        cell = t == 0 ? NOWHERE : origins[t - 1][chains.entry(chain)];
      }
      Collections.reverse(words);
      return new StatePath(path, words, points[end]);
    }
  }
}
