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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Extends a sequence by a step that has the values that a network predicted for it: its times are
 * those of the sequence continued by their usual distance, and all other inputs are those of the
 * steps before, which must all be the same.
 *
 * @param network the network, which predicts the next numbers of an input
 */
record SequenceExtension(ExampleNetwork network) {
  /**
   * A sequence.
   *
   * @param place the file and its last row, for messages
   * @param fields the fields of its steps, in their order
   */
  record Sequence(String place, Example fields) {}

  /** Rejects a sequence with an input whose later values are unknown. */
  void require(Sequence sequence) throws CorpusException {
    Map<Integer, TimeDistances> distances = distances(sequence.fields());
    for (int i = 0; i < network.inputs().columns().size(); i++) {
      FieldSequence input = sequence.fields().input().part(i);
      if (distances.containsKey(i)) {
        requireRegular(sequence.place(), i, distances.get(i));
      } else if (i != predicted() && !input.equals(input.repeated(input.steps()))) {
        throw new CorpusException(
            sequence.place()
                + ": column "
                + network.inputs().names().get(i)
                + ": expected the same value at all steps of the sequence, since later ones are"
                + " known of times and of the predicted column "
                + network.inputs().names().get(predicted())
                + " only, found several; train without the column or, for numbers, with one"
                + " column of kind = frames that has all numbers of a step in a list, which are"
                + " forecast together");
      }
    }
  }

  /** Returns the distances of the times of a sequence, by the number of their column. */
  Map<Integer, TimeDistances> distances(Example fields) {
    Map<Integer, TimeDistances> distances = new HashMap<>();
    for (int i = 0; i < network.inputs().columns().size(); i++) {
      if (schema(i) instanceof FieldSchema.Times) {
        FieldSequence.Frames times = (FieldSequence.Frames) fields.input().part(i);
        distances.put(i, new TimeDistances(TimeFrames.seconds(times)));
      }
    }
    return distances;
  }

  private int predicted() {
    return network.inputs().predicted(network.target());
  }

  private FieldSchema schema(int column) {
    return network.schema().input() instanceof FieldSchema.Parts parts
        ? parts.parts().get(column)
        : network.schema().input();
  }

  private void requireRegular(String place, int column, TimeDistances distances)
      throws CorpusException {
    int count = distances.count();
    long same = distances.countOfUsual();
    if (count == 0 || 2 * same < count) {
      throw new CorpusException(
          place
              + ": column "
              + network.inputs().names().get(column)
              + ": expected at least two steps, half of them or more at the same distance in time,"
              + " by which the times after the sequence are known, found "
              + (count == 0
                  ? "one step"
                  : same + " of " + count + " at " + distances.usual() + " s"));
    }
  }

  /**
   * Returns the sequence with one more step.
   *
   * @param predicted the predicted numbers, in the unit of the table
   * @throws CorpusException if a float cannot hold a predicted number as the network reads it
   */
  Sequence extended(Sequence sequence, float[] predicted) throws CorpusException {
    Example fields = sequence.fields();
    int end = fields.input().steps();
    ExampleBuilder all = new ExampleBuilder();
    all.add(fields);
    all.add(next(sequence.place(), fields.range(end - 1, end), distances(fields), predicted));
    return new Sequence(sequence.place(), all.build());
  }

  /**
   * Returns the step after a sequence.
   *
   * @param place the file and row, for messages
   * @param last the last step of the sequence
   * @param distances the distances of its times, to which those of the step are added
   * @param predicted the predicted numbers, in the unit of the table
   * @throws CorpusException if a float cannot hold a predicted number as the network reads it
   */
  Example next(String place, Example last, Map<Integer, TimeDistances> distances, float[] predicted)
      throws CorpusException {
    List<FieldSequence> next = new ArrayList<>();
    for (int i = 0; i < network.inputs().columns().size(); i++) {
      if (i == predicted()) {
        next.add(encoded(place, (FieldSchema.Numbers) schema(i), predicted));
      } else if (distances.containsKey(i)) {
        next.add(TimeFrames.of(new double[] {distances.get(i).addNext()}));
      } else {
        next.add(last.input().part(i));
      }
    }
    return new Example(
        last.input().isPlain() ? next.get(0) : new FieldSequence.Parts(next),
        last.target().range(0, 0),
        last.characters());
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
