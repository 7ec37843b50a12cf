package dev.unfold.worker.network.hmm;

import java.util.List;

/**
 * The chains of states of a graph: the silence at each node, if there is any, then the words of the
 * arcs in their order. The cells of all chains are numbered from 0.
 *
 * <p>Each node of the graph has two points: 2 n before silence and 2 n + 1 after it, between which
 * silence may be left out. A word leads from the point after silence to the one before.
 */
final class StateChains {
  private final int silences;
  private final int ofSilence;
  private final int ofWord;
  private final int[] first;
  private final int[] entries;
  private final int[] exits;
  private final int[] tokens;
  private final int[] states;
  private final int[] chainOfCell;

  /** The token of a chain of silence. */
  static final int NO_TOKEN = -1;

  StateChains(HmmStates model, WordGraph graph) {
    ofSilence = model.ofSilence();
    ofWord = model.ofWord();
    silences = ofSilence > 0 ? graph.nodes() : 0;
    List<WordGraph.Arc> arcs = graph.arcs();
    int count = silences + arcs.size();
    first = new int[count + 1];
    entries = new int[count];
    exits = new int[count];
    tokens = new int[count];
    int cells = Math.addExact(silences * ofSilence, Math.multiplyExact(arcs.size(), ofWord));
    states = new int[cells];
    chainOfCell = new int[cells];
    for (int chain = 0; chain < silences; chain++) {
      fill(chain, 2 * chain, 2 * chain + 1, NO_TOKEN, model.firstOfSilence());
    }
    for (int i = 0; i < arcs.size(); i++) {
      WordGraph.Arc arc = arcs.get(i);
      int state = model.firstOfWord(arc.token());
      fill(silences + i, 2 * arc.from() + 1, 2 * arc.to(), arc.token(), state);
    }
  }

  private void fill(int chain, int entry, int exit, int token, int state) {
    int length = chain < silences ? ofSilence : ofWord;
    first[chain + 1] = first[chain] + length;
    entries[chain] = entry;
    exits[chain] = exit;
    tokens[chain] = token;
    for (int i = 0; i < length; i++) {
      states[first[chain] + i] = state + i;
      chainOfCell[first[chain] + i] = chain;
    }
  }

  int count() {
    return entries.length;
  }

  int cells() {
    return states.length;
  }

  /** Returns the first cell of a chain. */
  int first(int chain) {
    return first[chain];
  }

  /** Returns the last cell of a chain. */
  int last(int chain) {
    return first[chain + 1] - 1;
  }

  /** Returns the point from which a chain is entered. */
  int entry(int chain) {
    return entries[chain];
  }

  /** Returns the point to which a chain leads. */
  int exit(int chain) {
    return exits[chain];
  }

  boolean isSilence(int chain) {
    return tokens[chain] == NO_TOKEN;
  }

  /** Returns the word of a chain. */
  int token(int chain) {
    return tokens[chain];
  }

  int state(int cell) {
    return states[cell];
  }

  int chain(int cell) {
    return chainOfCell[cell];
  }
}
