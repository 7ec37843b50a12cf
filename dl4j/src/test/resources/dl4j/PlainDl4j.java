import java.io.File;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program of a user of DL4J: opens a zip and prints what the network puts out for ids, at once
 * and step by step. Unfold is not on its class path.
 */
public final class PlainDl4j {
  private PlainDl4j() {}

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("dev.unfold.worker.network.Network");
      throw new IllegalStateException("Unfold is on the class path");
    } catch (ClassNotFoundException expected) {
      // As it should be.
    }
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(new File(arguments[0]), true);
    INDArray ids = Nd4j.create(1, 1, arguments.length - 1);
    for (int i = 1; i < arguments.length; i++) {
      ids.putScalar(0, 0, i - 1, Integer.parseInt(arguments[i]));
    }
    INDArray whole = network.output(ids);
    for (int step = 0; step < ids.size(2); step++) {
      INDArray next = network.rnnTimeStep(Nd4j.create(1, 1, 1).assign(ids.getDouble(0, 0, step)));
      for (int i = 0; i < whole.size(1); i++) {
        System.out.println(
            "output " + whole.getDouble(0, i, step) + " " + next.getDouble(0, i, 0));
      }
    }
  }
}
