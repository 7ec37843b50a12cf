package dev.unfold.dl4j.file;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes that a configuration may name: those of DL4J 1.0.0-M2 for configurations. SameDiff
 * layers and lambdas, whose graphs are code, are excluded, and so are classes of other libraries.
 */
final class AllowedClasses {
  private static final String CONFIGURATION = "org.deeplearning4j.nn.conf.";
  private static final String WEIGHTS = "org.deeplearning4j.nn.weights.";
  private static final String NUMBERS = "org.nd4j.linalg.";

  /** The simple names by package or by enclosing class. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(
              CONFIGURATION + "layers.",
              """
              ActivationLayer AutoEncoder BatchNormalization CenterLossOutputLayer Cnn3DLossLayer
              CnnLossLayer Convolution1D Convolution1DLayer Convolution2D Convolution3D
              ConvolutionLayer Deconvolution2D Deconvolution3D DenseLayer DepthwiseConvolution2D
              DropoutLayer EmbeddingLayer EmbeddingSequenceLayer GlobalPoolingLayer
              GravesBidirectionalLSTM GravesLSTM LSTM LocalResponseNormalization LossLayer
              OutputLayer PReLULayer Pooling1D Pooling2D RnnLossLayer RnnOutputLayer
              SeparableConvolution2D SpaceToBatchLayer SpaceToDepthLayer Subsampling1DLayer
              Subsampling3DLayer SubsamplingLayer Upsampling1D Upsampling2D Upsampling3D
              ZeroPadding1DLayer ZeroPadding3DLayer ZeroPaddingLayer
              """),
          Map.entry(CONFIGURATION + "layers.convolutional.", "Cropping1D Cropping2D Cropping3D"),
          Map.entry(
              CONFIGURATION + "layers.misc.",
              "ElementWiseMultiplicationLayer FrozenLayer FrozenLayerWithBackprop RepeatVector"),
          Map.entry(
              CONFIGURATION + "layers.recurrent.",
              "Bidirectional LastTimeStep SimpleRnn TimeDistributed"),
          Map.entry(CONFIGURATION + "layers.util.", "MaskLayer MaskZeroLayer"),
          Map.entry(
              CONFIGURATION + "layers.variational.",
              """
              BernoulliReconstructionDistribution CompositeReconstructionDistribution
              ExponentialReconstructionDistribution GaussianReconstructionDistribution
              LossFunctionWrapper VariationalAutoencoder
              """),
          Map.entry(
              CONFIGURATION + "graph.",
              """
              ElementWiseVertex FrozenVertex L2NormalizeVertex L2Vertex LayerVertex MergeVertex
              PoolHelperVertex PreprocessorVertex ReshapeVertex ScaleVertex ShiftVertex StackVertex
              SubsetVertex UnstackVertex
              """),
          Map.entry(
              CONFIGURATION + "graph.rnn.",
              "DuplicateToTimeSeriesVertex LastTimeStepVertex ReverseTimeSeriesVertex"),
          Map.entry(
              CONFIGURATION + "inputs.InputType$",
              """
              InputTypeConvolutional InputTypeConvolutional3D InputTypeConvolutionalFlat
              InputTypeFeedForward InputTypeRecurrent
              """),
          Map.entry(
              CONFIGURATION + "preprocessor.",
              """
              Cnn3DToFeedForwardPreProcessor CnnToFeedForwardPreProcessor CnnToRnnPreProcessor
              ComposableInputPreProcessor FeedForwardToCnn3DPreProcessor
              FeedForwardToCnnPreProcessor FeedForwardToRnnPreProcessor RnnToCnnPreProcessor
              RnnToFeedForwardPreProcessor
              """),
          Map.entry(
              CONFIGURATION + "constraint.",
              "MaxNormConstraint MinMaxNormConstraint NonNegativeConstraint UnitNormConstraint"),
          Map.entry(
              CONFIGURATION + "distribution.",
              """
              BinomialDistribution ConstantDistribution GaussianDistribution LogNormalDistribution
              NormalDistribution OrthogonalDistribution TruncatedNormalDistribution
              UniformDistribution
              """),
          Map.entry(
              CONFIGURATION + "dropout.",
              "AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout"),
          Map.entry(CONFIGURATION + "weightnoise.", "DropConnect WeightNoise"),
          Map.entry(
              WEIGHTS,
              """
              WeightInitConstant WeightInitDistribution WeightInitIdentity WeightInitLecunUniform
              WeightInitNormal WeightInitRelu WeightInitReluUniform WeightInitSigmoidUniform
              WeightInitUniform WeightInitVarScalingNormalFanAvg WeightInitVarScalingNormalFanIn
              WeightInitVarScalingNormalFanOut WeightInitVarScalingUniformFanAvg
              WeightInitVarScalingUniformFanIn WeightInitVarScalingUniformFanOut WeightInitXavier
              WeightInitXavierLegacy WeightInitXavierUniform
              """),
          Map.entry(WEIGHTS + "embeddings.", "WeightInitEmbedding"),
          Map.entry(
              NUMBERS + "activations.impl.",
              """
              ActivationCube ActivationELU ActivationGELU ActivationHardSigmoid ActivationHardTanH
              ActivationIdentity ActivationLReLU ActivationMish ActivationPReLU ActivationRReLU
              ActivationRationalTanh ActivationReLU ActivationReLU6 ActivationRectifiedTanh
              ActivationSELU ActivationSigmoid ActivationSoftPlus ActivationSoftSign
              ActivationSoftmax ActivationSwish ActivationTanH ActivationThresholdedReLU
              """),
          Map.entry(
              NUMBERS + "lossfunctions.impl.",
              """
              LossBinaryXENT LossCosineProximity LossFMeasure LossHinge LossKLD LossL1 LossL2
              LossMAE LossMAPE LossMCXENT LossMSE LossMSLE LossMixtureDensity LossMultiLabel
              LossNegativeLogLikelihood LossPoisson LossSparseMCXENT LossSquaredHinge
              LossWasserstein
              """),
          Map.entry(
              NUMBERS + "learning.config.",
              """
              AMSGrad AdaBelief AdaDelta AdaGrad AdaMax Adam Nadam Nesterovs NoOp RmsProp Sgd
              """),
          Map.entry(
              NUMBERS + "learning.regularization.",
              "L1Regularization L2Regularization WeightDecay"),
          Map.entry(
              NUMBERS + "schedule.",
              """
              CycleSchedule ExponentialSchedule FixedSchedule InverseSchedule MapSchedule
              PolySchedule RampSchedule SigmoidSchedule StepSchedule
              """));

  private static final Set<String> ALLOWED =
      NAMES.entrySet().stream()
          .flatMap(entry -> named(entry.getKey(), entry.getValue()))
          .collect(Collectors.toUnmodifiableSet());

  private AllowedClasses() {}

  private static Stream<String> named(String prefix, String names) {
    return Arrays.stream(names.strip().split("\\s+")).map(prefix::concat);
  }

  /** Returns whether a configuration may name the class. */
  static boolean contains(String name) {
    return ALLOWED.contains(name);
  }

  /** Returns the names of all classes, as {@link Class#forName(String)} accepts them. */
  static Set<String> all() {
    return ALLOWED;
  }
}
