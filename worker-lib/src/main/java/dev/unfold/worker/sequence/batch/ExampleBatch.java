package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The examples of a batch, which are read once for the consecutive chunks of the batch. */
final class ExampleBatch {
  private final ExampleSource examples;
  private long[] loadedNumbers = new long[0];
  private List<Example> read = List.of();

  ExampleBatch(ExampleSource examples) {
    this.examples = examples;
  }

  List<Example> read(long[] numbers) throws IOException {
    if (!Arrays.equals(loadedNumbers, numbers)) {
      List<Example> loaded = new ArrayList<>();
      for (long number : numbers) {
        loaded.add(examples.read(number));
      }
      read = loaded;
      loadedNumbers = numbers;
    }
    return read;
  }
}
