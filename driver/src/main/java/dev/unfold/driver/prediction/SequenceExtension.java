package dev.unfold.driver.prediction;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TimeFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Extends a sequence by a step that has the values that a network predicted for it: its times are
 * those of the sequence continued by their usual distance, and all other inputs are those of the
 * steps before, which must all be the same.
 *
 * @param network the network, which predicts the next numbers of an input
 */
record SequenceExtension(ExampleNetwork network) {
  /**
   * Rejects a sequence with an input whose later values are unknown.
   *
   * @param place the file and row, for messages
   * @param fields the fields of its steps, in their order
   */
  void require(String place, Example fields) throws CorpusException {
    for (int i = 0; i < network.inputs().columns().size(); i++) {
      FieldSequence input = fields.input().part(i);
      if (schema(i) instanceof FieldSchema.Times) {
        requireRegular(place, i, TimeFrames.seconds((FieldSequence.Frames) input));
      } else if (i != predicted() && !input.equals(input.repeated(input.steps()))) {
        throw new CorpusException(
            place
                + ": column "
                + network.inputs().names().get(i)
                + ": expected the same value at all steps of the sequence, since later ones are"
                + " known of times and of the predicted column "
                + network.inputs().names().get(predicted())
                + " only, found several");
      }
    }
  }

  private int predicted() {
    return network.inputs().predicted(network.target());
  }

  private FieldSchema schema(int column) {
    return network.schema().input() instanceof FieldSchema.Parts parts
        ? parts.parts().get(column)
        : network.schema().input();
  }

  private void requireRegular(String place, int column, double[] seconds) throws CorpusException {
    double usual = distance(seconds);
    long same = distances(seconds).filter(distance -> distance == usual).count();
    if (seconds.length < 2 || 2 * same < seconds.length - 1) {
      throw new CorpusException(
          place
              + ": column "
              + network.inputs().names().get(column)
              + ": expected at least two steps, half of them or more at the same distance in time,"
              + " by which the times after the sequence are known, found "
              + (seconds.length < 2
                  ? "one step"
                  : same + " of " + (seconds.length - 1) + " at " + usual + " s"));
    }
  }

  private static DoubleStream distances(double[] seconds) {
    return IntStream.range(1, seconds.length)
        .mapToDouble(step -> seconds[step] - seconds[step - 1]);
  }

  /** Returns the median distance of two steps in seconds; of an even number the lower one. */
  private static double distance(double[] seconds) {
    double[] sorted = distances(seconds).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  /**
   * Returns the sequence with one more step.
   *
   * @param place the file and row, for messages
   * @param predicted the predicted numbers, in the unit of the table
   * @throws CorpusException if a float cannot hold a predicted number as the network reads it
   */
  Example extended(String place, Example fields, float[] predicted) throws CorpusException {
    int last = fields.input().steps() - 1;
    List<FieldSequence> next = new ArrayList<>();
    for (int i = 0; i < network.inputs().columns().size(); i++) {
      FieldSequence input = fields.input().part(i);
      if (i == predicted()) {
        next.add(encoded(place, (FieldSchema.Numbers) schema(i), predicted));
      } else if (schema(i) instanceof FieldSchema.Times) {
        double[] seconds = TimeFrames.seconds((FieldSequence.Frames) input);
        next.add(TimeFrames.of(new double[] {seconds[last] + distance(seconds)}));
      } else {
        next.add(input.range(last, last + 1));
      }
    }
    ExampleBuilder all = new ExampleBuilder();
    all.add(fields);
    all.add(
        new Example(
            fields.input().isPlain() ? next.get(0) : new FieldSequence.Parts(next),
            fields.target().range(0, 0),
            fields.characters().map(words -> words.range(last, last + 1))));
    return all.build();
  }

  private FieldSequence encoded(String place, FieldSchema.Numbers schema, float[] predicted)
      throws CorpusException {
    double[] values = new double[predicted.length];
    Arrays.setAll(values, i -> predicted[i]);
    try {
      return schema.encode(values);
    } catch (IllegalArgumentException e) {
      throw new CorpusException(
          place
              + ": expected predictions that can be fed back, found "
              + Arrays.toString(predicted)
              + ", which no float can hold once it is normalized; forecast fewer steps");
    }
  }
}
