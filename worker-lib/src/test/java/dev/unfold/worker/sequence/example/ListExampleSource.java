package dev.unfold.worker.sequence.example;

import java.util.List;

/** Examples in memory. */
public record ListExampleSource(List<Example> examples) implements ExampleSource {
  @Override
  public long length() {
    return examples.size();
  }

  @Override
  public Example read(long index) {
    return examples.get((int) index);
  }
}
