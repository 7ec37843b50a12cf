package dev.unfold.worker.settings.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTest {
  /** The frames -13 to 9 of Peddinti et al. (2015). */
  @Test
  void layersAddUpTheStepsThatTheySee() {
    Context context = Context.NONE;
    for (List<Integer> offsets :
        List.of(List.of(-2, -1, 0, 1, 2), List.of(-1, 2), List.of(-3, 3), List.of(-7, 2))) {
      context = new TimeDelaySettings(8, offsets, Activation.RELU, false).context().over(context);
    }

    assertThat(context).isEqualTo(new Context(13, 9));
    assertThat(context.describe()).isEqualTo("13 earlier steps, the current step, 9 later steps");
  }

  @Test
  void dilationsAddUpOverAllBlocks() {
    DilatedConvolutionSettings convolutions =
        new DilatedConvolutionSettings(8, 3, List.of(1, 2, 4), 2, 0, Activation.LINEAR, 0);

    assertThat(convolutions.context()).isEqualTo(new Context(28, 0));
    assertThat(convolutions.context().describe()).isEqualTo("28 earlier steps, the current step");
  }

  @Test
  void aRecurrentLayerSeesAllStepsOfItsDirections() {
    assertThat(new LstmSettings(8, true, 0).context().over(new Context(0, 1)).describe())
        .isEqualTo("all earlier steps, the current step, all later steps");
    assertThat(new Context(0, 1).describe()).isEqualTo("the current step, 1 later step");
    assertThat(Context.NONE.describe()).isEqualTo("the current step");
  }
}
