package dev.unfold.worker.settings.network;

import java.io.Serializable;

/**
 * The steps of its input that an output at a step depends on, besides the step itself; the
 * receptive field of a layer or network is {@code past + 1 + future}.
 *
 * @param past the number of earlier steps, or {@link #UNBOUNDED}
 * @param future the number of later steps, or {@link #UNBOUNDED}
 */
public record Context(int past, int future) implements Serializable {
  /** The number of steps of a context without a limit. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** The context of a layer that maps each step by itself. */
  public static final Context NONE = new Context(0, 0);

  public Context {
    if (past < 0 || future < 0) {
      throw new IllegalArgumentException(
          "expected at least 0 steps, found " + past + ", " + future);
    }
  }

  /** Returns the context of a layer with this context over one with the other. */
  public Context over(Context below) {
    return new Context(sum(past, below.past), sum(future, below.future));
  }

  private static int sum(int steps, int more) {
    return (int) Math.min(UNBOUNDED, (long) steps + more);
  }

  /** Returns whether no output depends on a later step. */
  public boolean isCausal() {
    return future == 0;
  }

  /** Returns a description such as {@code 13 earlier steps, the current step, 9 later steps}. */
  public String describe() {
    return describe(past, "earlier")
        + (past == 0 ? "" : ", ")
        + "the current step"
        + (future == 0 ? "" : ", ")
        + describe(future, "later");
  }

  private static String describe(int steps, String side) {
    return switch (steps) {
      case 0 -> "";
      case 1 -> "1 " + side + " step";
      case UNBOUNDED -> "all " + side + " steps";
      default -> steps + " " + side + " steps";
    };
  }
}
