package dev.unfold.worker.settings.network;

/** The recurrent cell of a layer. */
public enum CellKind {
  /** Elman's network with tanh. */
  RNN,
  /** Long short-term memory with a forget gate. */
  LSTM,
  /** The gated recurrent unit. */
  GRU
}
