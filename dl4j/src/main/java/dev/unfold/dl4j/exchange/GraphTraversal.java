package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.LayerChain.FinalStates;
import dev.unfold.dl4j.exchange.LayerChain.LastStep;
import dev.unfold.dl4j.exchange.LayerChain.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;

/**
 * Traverses a {@code ComputationGraph} that is a chain, from the input to the output. The only
 * branch allowed is that to the two ends of a bidirectional layer, as in exported networks.
 */
final class GraphTraversal {
  private final ComputationGraphConfiguration graph;
  private final List<Link> links = new ArrayList<>();
  private int visited;

  GraphTraversal(ComputationGraphConfiguration graph) {
    this.graph = graph;
  }

  /** Returns the whole chain. */
  LayerChain chain() throws UnsupportedLayerException {
    if (size(graph.getNetworkInputs()) != 1 || size(graph.getNetworkOutputs()) != 1) {
      throw new UnsupportedLayerException(
          String.valueOf(graph.getNetworkInputs()), "is not one input for one output");
    }
    String below = graph.getNetworkInputs().get(0);
    List<String> above = readersOf(below);
    while (!above.isEmpty()) {
      below = above.size() == 1 ? single(above.get(0)) : finalStates(above);
      above = readersOf(below);
    }
    if (!below.equals(graph.getNetworkOutputs().get(0)) || visited != graph.getVertices().size()) {
      throw new UnsupportedLayerException(below, "is not the end of all layers");
    }
    return new LayerChain(links);
  }

  private static int size(List<String> names) {
    return names == null ? 0 : names.size();
  }

  /** Returns the vertices that have the given one among their inputs. */
  private List<String> readersOf(String below) {
    return graph.getVertexInputs().entrySet().stream()
        .filter(reader -> reader.getValue().contains(below))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Adds a vertex whose only input is the previous one, and returns its name. */
  private String single(String name) throws UnsupportedLayerException {
    GraphVertex vertex = vertex(name);
    if (graph.getVertexInputs().get(name).size() != 1) {
      throw new UnsupportedLayerException(name, "reads more than one layer");
    }
    if (vertex instanceof LayerVertex layer) {
      links.add(LayerChain.link(name, layer.getLayerConf().getLayer(), layer.getPreProcessor()));
    } else if (isLastStep(vertex)) {
      links.add(new LastStep(name));
    } else {
      throw unsupported(name, vertex);
    }
    visited++;
    return name;
  }

  /** Adds both ends of a layer that two vertices read and returns the vertex that merges them. */
  private String finalStates(List<String> readers) throws UnsupportedLayerException {
    String reversed = reader(readers, ReverseTimeSeriesVertex.class);
    String start = reader(readersOf(reversed), LastTimeStepVertex.class);
    String end = reader(readers, LastTimeStepVertex.class);
    String forward = reader(readersOf(end), SubsetVertex.class);
    String backward = reader(readersOf(start), SubsetVertex.class);
    String ends = reader(readersOf(forward), MergeVertex.class);
    SubsetVertex first = (SubsetVertex) vertex(forward);
    SubsetVertex second = (SubsetVertex) vertex(backward);
    long half = first.getTo() + 1L;
    boolean halves =
        first.getFrom() == 0 && second.getFrom() == half && second.getTo() == 2 * half - 1;
    boolean wired =
        readers.size() == 2
            && graph.getVertexInputs().get(ends).equals(List.of(forward, backward))
            && readsInput(((ReverseTimeSeriesVertex) vertex(reversed)).getMaskArrayInputName())
            && isLastStep(vertex(start))
            && isLastStep(vertex(end));
    if (!halves || !wired) {
      throw unsupported(ends, vertex(ends));
    }
    links.add(new FinalStates(ends, half));
    visited += 6;
    return ends;
  }

  /** Returns the vertex that has the given class. */
  private String reader(List<String> names, Class<? extends GraphVertex> kind)
      throws UnsupportedLayerException {
    Optional<String> match =
        names.stream().filter(name -> kind.isInstance(graph.getVertices().get(name))).findFirst();
    return match.orElseThrow(
        () -> new UnsupportedLayerException(names.toString(), "is read by more than one layer"));
  }

  private GraphVertex vertex(String name) throws UnsupportedLayerException {
    GraphVertex vertex = graph.getVertices().get(name);
    if (vertex == null) {
      throw new UnsupportedLayerException(name, "does not exist");
    }
    return vertex;
  }

  private boolean isLastStep(GraphVertex vertex) {
    return vertex instanceof LastTimeStepVertex last && readsInput(last.getMaskArrayInputName());
  }

  private boolean readsInput(String mask) {
    return graph.getNetworkInputs().get(0).equals(mask);
  }

  private static UnsupportedLayerException unsupported(String name, GraphVertex vertex) {
    return new UnsupportedLayerException(name, "is a " + vertex.getClass().getSimpleName());
  }
}
