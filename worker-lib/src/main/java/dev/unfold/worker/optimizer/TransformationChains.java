package dev.unfold.worker.optimizer;

import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import java.util.ArrayList;
import java.util.List;

/** Creates the chain of transformations from settings: clipping first, then the update rule. */
final class TransformationChains {
  private TransformationChains() {}

  static List<GradientTransformation> of(OptimizerSettings optimizer, ClipSettings clip) {
    List<GradientTransformation> chain = new ArrayList<>();
    if (clip.norm() > 0) {
      chain.add(new ClipByGlobalNorm(clip.norm()));
    }
    if (clip.value() > 0) {
      chain.add(new ClipByValue((float) clip.value()));
    }
    switch (optimizer.kind()) {
      case SGD -> {
        if (optimizer.momentum() > 0) {
          chain.add(new Momentum((float) optimizer.momentum()));
        }
      }
      case RMSPROP ->
          chain.add(new RmsProp((float) optimizer.decay(), (float) optimizer.epsilon()));
      case ADAGRAD -> chain.add(new Adagrad((float) optimizer.epsilon()));
      case ADAM -> chain.add(new Adam(optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()));
    }
    return List.copyOf(chain);
  }
}
