package dev.unfold.worker.settings.network;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The settings of a recurrent layer. */
public sealed interface RecurrentSettings extends LayerSettings
    permits RnnSettings, LstmSettings, GruSettings {
  /** Returns the cell. */
  CellKind cell();

  /** Returns H, the width of each direction. */
  int hidden();

  /**
   * Returns whether a second layer reads from the end to the start (Schuster and Paliwal 1997); the
   * outputs of both are concatenated.
   */
  boolean bidirectional();

  /** Returns whether the input is added to the output, which requires the same width of both. */
  boolean residual();

  /** Returns whether there is a second bias beside the product with the previous output. */
  boolean secondBias();

  /** Returns the constant that is added to the initial bias of the forget gate. */
  default double forgetBias() {
    return 0;
  }

  @Override
  default int width(int inputs) {
    return bidirectional() ? 2 * hidden() : hidden();
  }

  @Override
  default Context context() {
    return new Context(Context.UNBOUNDED, bidirectional() ? Context.UNBOUNDED : 0);
  }

  /** Returns five vectors of width H: the four gates of an LSTM and tanh(c). */
  @Override
  default int activationsPerStep(int inputs) {
    return 5 * hidden();
  }

  @Override
  default Optional<RecurrentSettings> recurrent() {
    return Optional.of(this);
  }

  @Override
  default RecurrentSettings causal() {
    return of(cell(), hidden(), false, forgetBias(), residual(), secondBias());
  }

  /**
   * Returns a copy with another width and other directions, with one bias and without a residual
   * connection.
   */
  default RecurrentSettings resized(int hidden, boolean bidirectional) {
    return of(cell(), hidden, bidirectional, forgetBias(), false, false);
  }

  /** Returns the settings of a layer with one bias and without a residual connection. */
  static RecurrentSettings of(CellKind cell, int hidden, boolean bidirectional, double forgetBias) {
    return of(cell, hidden, bidirectional, forgetBias, false, false);
  }

  /** Returns the settings of a layer with a given cell. */
  private static RecurrentSettings of(
      CellKind cell,
      int hidden,
      boolean bidirectional,
      double forgetBias,
      boolean residual,
      boolean secondBias) {
    return switch (cell) {
      case RNN -> new RnnSettings(hidden, bidirectional, residual, secondBias);
      case LSTM -> new LstmSettings(hidden, bidirectional, forgetBias, residual, secondBias);
      case GRU -> new GruSettings(hidden, bidirectional, residual, secondBias);
    };
  }

  /**
   * Returns the settings of layers that are all alike, with no addition to the bias of forget
   * gates.
   *
   * @param count L, the number of layers
   */
  static List<LayerSettings> stack(CellKind cell, int count, int hidden, boolean bidirectional) {
    return Collections.nCopies(count, of(cell, hidden, bidirectional, 0));
  }
}
