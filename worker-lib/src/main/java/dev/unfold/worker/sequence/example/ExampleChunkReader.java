package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills chunks with examples, one a lane, from the first step of the lane on. */
public final class ExampleChunkReader implements ChunkSource {
  private final ShardOrder order;
  private final ExampleSource examples;
  private final ChunkForm form;
  private long[] batch = new long[0];
  private List<Example> read = List.of();

  /**
   * How examples stand in chunks.
   *
   * @param steps T, of the longest chunk
   * @param batch B
   * @param shape of a step
   * @param place where the target stands
   * @param letters of a word that are read, where words are spelled out
   */
  public record ChunkForm(int steps, int batch, DataShape shape, TargetPlace place, int letters) {}

  public ExampleChunkReader(ShardOrder order, ExampleSource examples, ChunkForm form) {
    this.order = order;
    this.examples = examples;
    this.form = form;
  }

  @Override
  public Chunk newChunk() {
    return new Chunk(form.steps(), form.batch(), form.shape(), form.letters());
  }

  @Override
  public void readInto(long index, Chunk chunk) throws IOException {
    ExampleChunk wanted = order.chunk(index);
    load(wanted.examples());
    clear(chunk);
    for (int lane = 0; lane < read.size(); lane++) {
      new Lane(chunk, lane, read.get(lane)).fill(wanted);
    }
    chunk.spelling().ifPresent(ExampleChunkReader::cutToLongestWord);
    chunk.filled(Math.max(1, wanted.steps()));
  }

  /** Chunks of one batch follow each other: its examples are read once. */
  private void load(long[] wanted) throws IOException {
    if (!Arrays.equals(batch, wanted)) {
      List<Example> loaded = new ArrayList<>();
      for (long example : wanted) {
        loaded.add(examples.read(example));
      }
      read = loaded;
      batch = wanted;
    }
  }

  private static void clear(Chunk chunk) {
    Arrays.fill(chunk.inputs(), 0);
    Arrays.fill(chunk.frames(), 0f);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    Arrays.fill(chunk.targetFrames(), 0f);
    Arrays.fill(chunk.resets(), false);
    chunk.spelling().ifPresent(ExampleChunkReader::clear);
  }

  private static void cutToLongestWord(Chunk spelling) {
    int positions = spelling.present().length;
    int steps = positions / spelling.batch();
    while (steps > 1 && !anyPresent(spelling, steps - 1)) {
      steps--;
    }
    spelling.filled(steps);
  }

  private static boolean anyPresent(Chunk chunk, int step) {
    for (int i = step * chunk.batch(); i < (step + 1) * chunk.batch(); i++) {
      if (chunk.present()[i]) {
        return true;
      }
    }
    return false;
  }

  /** One lane of a chunk, and the example that it reads. */
  private final class Lane {
    private final Chunk chunk;
    private final int lane;
    private final Example example;

    Lane(Chunk chunk, int lane, Example example) {
      this.chunk = chunk;
      this.lane = lane;
      this.example = example;
    }

    void fill(ExampleChunk wanted) {
      int end = Math.min(example.input().steps(), wanted.firstStep() + wanted.steps());
      for (int step = wanted.firstStep(); step < end; step++) {
        fill((step - wanted.firstStep()) * chunk.batch() + lane, step);
      }
    }

    private void fill(int position, int step) {
      chunk.present()[position] = true;
      chunk.resets()[position] = step == 0;
      write(example.input(), step, position, chunk.inputs(), chunk.frames());
      chunk.spelling().ifPresent(spelling -> spell(spelling, position, step));
      fillTarget(position, step);
    }

    private void spell(Chunk spelling, int word, int step) {
      int[] letters = example.spelling().orElseThrow().sets()[step];
      for (int i = 0; i < Math.min(letters.length, form.letters()); i++) {
        int position = i * spelling.batch() + word;
        spelling.present()[position] = true;
        spelling.inputs()[position] = letters[i];
      }
    }

    private void fillTarget(int position, int step) {
      boolean everyStep = form.place() == TargetPlace.EVERY_STEP;
      if (everyStep || step == example.input().steps() - 1) {
        int ofTarget = everyStep ? step : 0;
        write(example.target(), ofTarget, position, chunk.targets(), chunk.targetFrames());
      }
    }
  }

  /** Writes one step of a field, as an id or as numbers beside the id 0. */
  private static void write(Field field, int step, int position, int[] ids, float[] numbers) {
    int width = numbers.length / ids.length;
    ids[position] = 0;
    if (field instanceof Field.Ids tokens) {
      ids[position] = tokens.ids()[step];
    } else if (field instanceof Field.Frames frames) {
      System.arraycopy(frames.values(), step * width, numbers, position * width, width);
    } else if (field instanceof Field.IdSets sets) {
      for (int id : sets.sets()[step]) {
        numbers[position * width + id] = 1;
      }
    }
  }
}
