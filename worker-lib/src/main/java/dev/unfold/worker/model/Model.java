package dev.unfold.worker.model;

import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;

/**
 * A trained model.
 *
 * @param config the network and the preprocessing
 * @param symbols the vocabularies of what it reads and predicts
 * @param parameters the flat vector, in the layout of the network
 */
public record Model(ModelConfig config, Vocabularies symbols, float[] parameters) {
  /** Returns the topology. */
  public Network network() {
    return Networks.of(config.network(), config.shape());
  }

  /** Returns the SHA-256 of all parameters; see {@link #sha256(ParameterLayout, float[])}. */
  public String sha256() {
    return sha256(network().parameters(), parameters);
  }

  /**
   * Returns the SHA-256 of all parameters, little-endian in the order of the layout, as 64 hex
   * digits.
   */
  public static String sha256(ParameterLayout layout, float[] vector) {
    MessageDigest digest = Sha256.newDigest();
    for (ParameterTensor tensor : layout.tensors()) {
      ByteBuffer bytes =
          ByteBuffer.allocate(tensor.columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      FloatBuffer row = bytes.asFloatBuffer();
      for (int r = 0; r < tensor.rows(); r++) {
        row.put(0, vector, tensor.offset() + r * tensor.columns(), tensor.columns());
        digest.update(bytes.array());
      }
    }
    return Sha256.hex(digest);
  }
}
