package dev.unfold.worker.network.hmm;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The automaton of a grammar, a list of regular sequences (Glushkov 1961): its nodes are the start
 * and each item of a sequence, after one of its words. Nodes that are followed by the same words
 * are then merged, so that a loop over all words has a single node.
 */
final class Grammar {
  private final Vocabulary vocabulary;
  private final HmmStates states;
  private final List<Boolean> ends = new ArrayList<>(List.of(false));
  private final Set<WordGraph.Arc> arcs = new LinkedHashSet<>();

  private Grammar(Vocabulary vocabulary, HmmStates states) {
    this.vocabulary = vocabulary;
    this.states = states;
  }

  /**
   * Returns the graph of a grammar.
   *
   * @throws InvalidSettingException if it has a word that the vocabulary has not
   */
  static WordGraph graph(HmmSettings settings, HmmStates states, Vocabulary vocabulary) {
    Grammar grammar = new Grammar(vocabulary, states);
    settings.grammar().forEach(grammar::add);
    return merged(new WordGraph(grammar.ends, List.copyOf(grammar.arcs)));
  }

  /** Adds the nodes of the items of a sequence, and the arcs to the items that may follow. */
  private void add(String sequence) {
    List<String> items = HmmSettings.items(sequence);
    int first = ends.size();
    for (int i = -1; i < items.size(); i++) {
      int node = i < 0 ? 0 : first + i;
      if (i >= 0) {
        ends.add(false);
      }
      if (i >= 0 && isRepeated(items.get(i))) {
        connect(node, items.get(i), node);
      }
      int next = i + 1;
      while (next < items.size()) {
        connect(node, items.get(next), first + next);
        if (!isOptional(items.get(next))) {
          break;
        }
        next++;
      }
      ends.set(node, ends.get(node) || next == items.size());
    }
  }

  private static boolean isRepeated(String item) {
    return item.endsWith("*") || item.endsWith("+");
  }

  private static boolean isOptional(String item) {
    return item.endsWith("*") || item.endsWith("?");
  }

  private void connect(int from, String item, int to) {
    String words = item.replaceFirst("[?*+]$", "");
    int[] tokens =
        words.equals(".")
            ? IntStream.range(0, states.words()).map(states::token).toArray()
            : Arrays.stream(words.split("\\|")).mapToInt(this::token).toArray();
    for (int token : tokens) {
      arcs.add(new WordGraph.Arc(from, token, to));
    }
  }

  private int token(String word) {
    int id = vocabulary.id(word);
    InvalidSettingException.require(
        states.hasModel(id),
        HmmSettings.GRAMMAR,
        "words of the training transcripts",
        "\"" + word + "\"");
    return id;
  }

  /**
   * Merges nodes from which the same sequences lead to an end, by refining a partition until it is
   * stable.
   */
  private static WordGraph merged(WordGraph graph) {
    int[] classes = new int[graph.nodes()];
    int before = 0;
    int count = 1;
    while (count > before) {
      before = count;
      Map<List<Object>, Integer> byFuture = new HashMap<>();
      int[] refined = new int[graph.nodes()];
      for (int node = 0; node < graph.nodes(); node++) {
        refined[node] = byFuture.merge(future(graph, node, classes), byFuture.size(), (a, b) -> a);
      }
      count = byFuture.size();
      classes = refined;
    }
    Boolean[] ends = new Boolean[count];
    Set<WordGraph.Arc> arcs = new LinkedHashSet<>();
    for (int node = 0; node < graph.nodes(); node++) {
      ends[classes[node]] = graph.ends().get(node);
    }
    for (WordGraph.Arc arc : graph.arcs()) {
      arcs.add(new WordGraph.Arc(classes[arc.from()], arc.token(), classes[arc.to()]));
    }
    return new WordGraph(List.of(ends), List.copyOf(arcs));
  }

  /** Returns what tells nodes of different classes apart. */
  private static List<Object> future(WordGraph graph, int node, int[] classes) {
    Set<List<Integer>> words = new LinkedHashSet<>();
    for (WordGraph.Arc arc : graph.arcs()) {
      if (arc.from() == node) {
        words.add(List.of(arc.token(), classes[arc.to()]));
      }
    }
    return List.of(classes[node], graph.ends().get(node), words);
  }
}
