package dev.unfold.worker.network.hmm;

import java.util.Arrays;
import java.util.List;

/**
 * The possible sequences of words: those of all paths from node 0 to an end.
 *
 * @param ends whether a sequence may end at each node
 * @param arcs the words between nodes
 */
public record WordGraph(List<Boolean> ends, List<Arc> arcs) {
  /**
   * A word between two nodes.
   *
   * @param token the word
   */
  public record Arc(int from, int token, int to) {}

  public WordGraph {
    ends = List.copyOf(ends);
    arcs = List.copyOf(arcs);
  }

  /** Returns the graph of one sequence. */
  public static WordGraph of(int[] tokens) {
    Boolean[] ends = new Boolean[tokens.length + 1];
    Arrays.setAll(ends, node -> node == tokens.length);
    Arc[] arcs = new Arc[tokens.length];
    Arrays.setAll(arcs, i -> new Arc(i, tokens[i], i + 1));
    return new WordGraph(List.of(ends), List.of(arcs));
  }

  /** Returns the number of nodes. */
  int nodes() {
    return ends.size();
  }

  /** Returns the number of arcs that leave each node. */
  int[] degrees() {
    int[] degrees = new int[nodes()];
    arcs.forEach(arc -> degrees[arc.from()]++);
    return degrees;
  }
}
