package dev.unfold.worker.sequence.segment;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Examples of all kinds of inputs and targets. */
public final class LongExamples {
  /** The number of ids, of which some need two bytes. */
  public static final int IDS = 140;

  private LongExamples() {}

  /** Returns an example for each pair of an input and a target, with and without weights. */
  public static List<Example> ofAllKinds(int steps) {
    Random random = new Random(steps);
    List<FieldSequence> inputs =
        List.of(
            ids(random, steps),
            frames(random, steps, 2),
            sets(random, steps),
            new FieldSequence.Parts(
                List.of(
                    ids(random, steps),
                    ids(random, steps),
                    frames(random, steps, 3),
                    sets(random, steps))));
    List<Example> examples = new ArrayList<>();
    for (FieldSequence input : inputs) {
      for (FieldSequence target : targets(random, steps)) {
        FieldSequence.Frames weights = weights(random, target.steps());
        Optional<FieldSequence.IdSets> words =
            input instanceof FieldSequence.Ids
                ? Optional.of(sets(random, steps))
                : Optional.empty();
        examples.add(new Example(input, target));
        examples.add(new Example(input, target, words, Optional.of(weights)));
      }
    }
    return examples;
  }

  private static List<FieldSequence> targets(Random random, int steps) {
    boolean[] present = new boolean[steps];
    for (int step = 0; step < steps; step++) {
      present[step] = random.nextInt(4) > 0 && step > 5;
    }
    int count = 0;
    for (boolean step : present) {
      count += step ? 1 : 0;
    }
    return List.of(
        ids(random, steps),
        frames(random, steps, 1),
        sets(random, steps),
        MaskedField.expanded(ids(random, count), present),
        MaskedField.expanded(frames(random, count, 2), present),
        MaskedField.expanded(sets(random, count), present),
        ids(random, 1),
        frames(random, 1, 2),
        new MaskedField(new FieldSequence.Ids(new int[1]), new boolean[1]));
  }

  private static FieldSequence.Ids ids(Random random, int steps) {
    return new FieldSequence.Ids(random.ints(steps, 0, IDS).toArray());
  }

  private static FieldSequence.Frames frames(Random random, int steps, int width) {
    float[] values = new float[steps * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new FieldSequence.Frames(values, width);
  }

  private static FieldSequence.Frames weights(Random random, int steps) {
    return frames(random, steps, 1);
  }

  private static FieldSequence.IdSets sets(Random random, int steps) {
    int[][] sets = new int[steps][];
    for (int step = 0; step < steps; step++) {
      sets[step] = random.ints(random.nextInt(3), 0, IDS).distinct().sorted().toArray();
    }
    return new FieldSequence.IdSets(sets);
  }
}
