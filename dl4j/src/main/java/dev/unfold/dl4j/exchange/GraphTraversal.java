package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.LayerChain.BothEnds;
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
 * branch allowed is that to the two ends of a bidirectional layer, as written by {@link
 * ExportedConfiguration}.
 */
final class GraphTraversal {
  private final ComputationGraphConfiguration graph;
  private final List<Link> links = new ArrayList<>();
  private int seen;

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
      below = above.size() == 1 ? single(above.get(0)) : bothEnds(above);
      above = readersOf(below);
    }
    if (!below.equals(graph.getNetworkOutputs().get(0)) || seen != graph.getVertices().size()) {
      throw new UnsupportedLayerException(below, "is not the end of all layers");
    }
    return new LayerChain(links);
  }

  private static int size(List<String> names) {
    return names == null ? 0 : names.size();
  }

  /** The vertices that have another among their inputs. */
  private List<String> readersOf(String below) {
    return graph.getVertexInputs().entrySet().stream()
        .filter(each -> each.getValue().contains(below))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A vertex that reads the one before it only. */
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
      throw unknown(name, vertex);
    }
    seen++;
    return name;
  }

  /** Adds both ends of a layer that two vertices read and returns the vertex that merges them. */
  private String bothEnds(List<String> readers) throws UnsupportedLayerException {
    String back = reader(readers, ReverseTimeSeriesVertex.class);
    String start = reader(readersOf(back), LastTimeStepVertex.class);
    String end = reader(readers, LastTimeStepVertex.class);
    String ahead = reader(readersOf(end), SubsetVertex.class);
    String behind = reader(readersOf(start), SubsetVertex.class);
    String ends = reader(readersOf(ahead), MergeVertex.class);
    SubsetVertex first = (SubsetVertex) vertex(ahead);
    SubsetVertex second = (SubsetVertex) vertex(behind);
    long half = first.getTo() + 1L;
    boolean halves =
        first.getFrom() == 0 && second.getFrom() == half && second.getTo() == 2 * half - 1;
    boolean wired =
        readers.size() == 2
            && graph.getVertexInputs().get(ends).equals(List.of(ahead, behind))
            && readsInput(((ReverseTimeSeriesVertex) vertex(back)).getMaskArrayInputName())
            && isLastStep(vertex(start))
            && isLastStep(vertex(end));
    if (!halves || !wired) {
      throw unknown(ends, vertex(ends));
    }
    links.add(new BothEnds(ends, half));
    seen += 6;
    return ends;
  }

  /** The one of some vertices that is of a kind. */
  private String reader(List<String> names, Class<? extends GraphVertex> kind)
      throws UnsupportedLayerException {
    Optional<String> found =
        names.stream().filter(name -> kind.isInstance(graph.getVertices().get(name))).findFirst();
    return found.orElseThrow(
        () -> new UnsupportedLayerException(names.toString(), "is read by more than one layer"));
  }

  private GraphVertex vertex(String name) throws UnsupportedLayerException {
    GraphVertex vertex = graph.getVertices().get(name);
    if (vertex == null) {
      throw new UnsupportedLayerException(name, "is not there");
    }
    return vertex;
  }

  private boolean isLastStep(GraphVertex vertex) {
    return vertex instanceof LastTimeStepVertex last && readsInput(last.getMaskArrayInputName());
  }

  private boolean readsInput(String mask) {
    return graph.getNetworkInputs().get(0).equals(mask);
  }

  private static UnsupportedLayerException unknown(String name, GraphVertex vertex) {
    return new UnsupportedLayerException(name, "is a " + vertex.getClass().getSimpleName());
  }
}
