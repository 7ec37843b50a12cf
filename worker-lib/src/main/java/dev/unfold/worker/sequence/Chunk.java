package dev.unfold.worker.sequence;

import java.util.Arrays;
import java.util.Optional;

/**
 * T steps of the B lanes of a shard: the unit of truncated BPTT. Time-major: step {@code t} of lane
 * {@code b} is at {@code t * batch + b}.
 *
 * <p>A chunk may also contain steps that are read ahead, for networks whose outputs depend on later
 * steps. They come last and have no targets; the next chunk begins with them.
 *
 * <p>A chunk is filled repeatedly by the reader of a corpus; its arrays are shared with that
 * reader.
 */
public final class Chunk {
  /** The target of a step that has none. */
  public static final int NO_TARGET = -1;

  private static final int FIRST_UNSEEN = NO_TARGET - 1;

  private final int batch;
  private final int[][] inputs;
  private final float[] frames;
  private final boolean[] present;
  private final int[] targets;
  private final float[] targetFrames;
  private final boolean[] resets;
  private final Optional<Chunk> characters;
  private final Optional<Chunk> source;
  private final TargetWeights weights;
  private int steps;
  private int advance;
  private int targetCount;

  /** Creates a chunk of tokens and classes with room for some steps of {@code batch} lanes. */
  public Chunk(int steps, int batch) {
    this(steps, batch, Widths.OF_TOKENS, Optional.empty(), Optional.empty());
  }

  /**
   * Creates a chunk of the given shape with room for {@code steps} steps of {@code batch} lanes.
   *
   * @param maxCharacters the maximum number of characters of a word, if words are also read as
   *     characters
   */
  public Chunk(int steps, int batch, DataShape shape, int maxCharacters) {
    this(
        steps,
        batch,
        Widths.of(shape),
        shape.alphabet() > 0
            ? Optional.of(new Chunk(maxCharacters, steps * batch))
            : Optional.empty(),
        Optional.empty());
  }

  /** The numbers of input ids, at least 1, and of values of an input frame and a target frame. */
  private record Widths(int tokens, int frame, int target) {
    static final Widths OF_TOKENS = new Widths(1, 0, 0);

    static Widths of(DataShape shape) {
      return new Widths(Math.max(1, shape.tokenInputs()), shape.frameWidth(), shape.targetWidth());
    }
  }

  private Chunk(
      int steps, int batch, Widths widths, Optional<Chunk> characters, Optional<Chunk> source) {
    int positions = steps * batch;
    this.batch = batch;
    inputs = new int[widths.tokens][positions];
    frames = new float[positions * widths.frame];
    present = new boolean[positions];
    Arrays.fill(present, true);
    targets = new int[positions];
    targetFrames = new float[positions * widths.target];
    resets = new boolean[positions];
    weights = new TargetWeights(positions);
    this.characters = characters;
    this.source = source;
    this.steps = steps;
    advance = steps;
  }

  /**
   * Creates a chunk of tokens and classes that is generated from a source.
   *
   * @param source the sequences from which the sequences of the lanes are generated
   */
  public static Chunk withSource(int steps, int batch, Chunk source) {
    return new Chunk(steps, batch, Widths.OF_TOKENS, Optional.empty(), Optional.of(source));
  }

  /**
   * Returns a copy of some of the lanes.
   *
   * @param lanes the lanes of this chunk, in any order and number
   */
  public Chunk ofLanes(int... lanes) {
    int width = frames.length / present.length;
    int targetWidth = targetFrames.length / present.length;
    Chunk copy =
        new Chunk(
            steps,
            lanes.length,
            new Widths(inputs.length, width, targetWidth),
            characters.map(lanesOfWords -> lanesOfWords.ofLanes(positions(lanes))),
            source.map(from -> from.ofLanes(lanes)));
    int to = 0;
    for (int from : positions(lanes)) {
      for (int input = 0; input < inputs.length; input++) {
        copy.inputs[input][to] = inputs[input][from];
      }
      copy.present[to] = present[from];
      copy.targets[to] = targets[from];
      copy.resets[to] = resets[from];
      System.arraycopy(frames, from * width, copy.frames, to * width, width);
      System.arraycopy(
          targetFrames, from * targetWidth, copy.targetFrames, to * targetWidth, targetWidth);
      to++;
    }
    copy.weights.copy(weights, positions(lanes));
    copy.filled(steps, advance);
    return copy;
  }

  /** Returns the positions of some lanes, step by step. */
  private int[] positions(int[] lanes) {
    int[] positions = new int[steps * lanes.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i / lanes.length * batch + lanes[i % lanes.length];
    }
    return positions;
  }

  /**
   * Returns the target for a class that training never had: it is scored, but has no output and
   * therefore no loss.
   *
   * @param index the index of the class among those that training never had
   */
  public static int unseenTarget(int index) {
    return FIRST_UNSEEN - index;
  }

  /** Returns whether a target has a loss. */
  public static boolean hasLoss(int target) {
    return target >= 0;
  }

  /**
   * Returns the class of a target; those that training never had come after the others.
   *
   * @param target a target other than {@link #NO_TARGET}
   * @param classes C, the number of classes that training had
   */
  public static int classOf(int target, int classes) {
    return hasLoss(target) ? target : classes + FIRST_UNSEEN - target;
  }

  public int batch() {
    return batch;
  }

  /** Returns the current T, which is at most the capacity of the chunk. */
  public int steps() {
    return steps;
  }

  /**
   * Returns the number of steps by which the lanes advance, at least 1: the states after these
   * steps are carried on, and the other steps are read ahead.
   */
  public int advance() {
    return advance;
  }

  /** Returns the ids of the first input of tokens, or of the only one. */
  public int[] inputs() {
    return inputs[0];
  }

  /**
   * Returns the ids of an input of tokens.
   *
   * @param index the index among the inputs of tokens, from 0
   */
  public int[] inputs(int index) {
    return inputs[index];
  }

  /** Returns the number of inputs of tokens; 1 if there are only frames. */
  public int tokenInputs() {
    return inputs.length;
  }

  /** Returns the input frames, one after the other; empty if all inputs consist of tokens. */
  public float[] frames() {
    return frames;
  }

  /** Returns the mask of the present steps of each lane; elsewhere its state is copied. */
  public boolean[] present() {
    return present;
  }

  /**
   * Returns the target ids, {@link #NO_TARGET} where there is no target; any other value for target
   * frames. A class that training never had is an {@link #unseenTarget}.
   */
  public int[] targets() {
    return targets;
  }

  /** Returns the target frames, one after the other; empty if the targets are classes. */
  public float[] targetFrames() {
    return targetFrames;
  }

  /** Returns the positions before which a lane is reset: to zero, or to states of its source. */
  public boolean[] resets() {
    return resets;
  }

  /** Returns the characters of the word at each position, one lane for each position. */
  public Optional<Chunk> characters() {
    return characters;
  }

  /** Returns the sequences from which the lanes of this chunk are generated. */
  public Optional<Chunk> source() {
    return source;
  }

  /**
   * Returns the sequences from which the lanes of this chunk are generated.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Chunk requireSource() {
    return source.orElseThrow(() -> new IllegalArgumentException("the chunk has no source"));
  }

  /** Returns the weights of the targets in the loss of training. */
  public TargetWeights weights() {
    return weights;
  }

  /** Returns the weight of the target at a position in the loss of training; 0 if it has none. */
  public double weight(int position) {
    return weights.of(position, targets[position]);
  }

  /** Returns the sum of the weights of all targets. */
  public double weightSum() {
    return weights.sum(targets, steps * batch);
  }

  /** Returns the number of targets with a loss, whose weight is above 0. */
  public int targetCount() {
    return targetCount;
  }

  /** Returns the number of present steps of the first sequence of a lane, which come first. */
  public int length(int lane) {
    return length(lane, 0);
  }

  /**
   * Returns the number of consecutive present steps of a lane from step {@code first} to the next
   * reset.
   */
  public int length(int lane, int first) {
    int end = first;
    while (end < steps
        && present[end * batch + lane]
        && (end == first || !resets[end * batch + lane])) {
      end++;
    }
    return end - first;
  }

  /** Must be called after the arrays were filled with {@code steps} steps, none of them ahead. */
  public void filled(int steps) {
    filled(steps, steps);
  }

  /**
   * Must be called after the arrays were filled with {@code steps} steps.
   *
   * @param advance the number of steps that are not read ahead
   */
  public void filled(int steps, int advance) {
    this.steps = steps;
    this.advance = advance;
    targetCount = weights.count(targets, steps * batch);
  }
}
