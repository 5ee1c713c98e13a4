"""How each original pads a batch of clips of different lengths: what `FrontEnd.padding` says.

A number fills every feature behind a shorter clip. "silence" stands where the original appends
zeros to the samples and then computes features. The names of one entry share one piece of code
of the original; a preset that is named nowhere says it in its own file, or is 0.0.

Sources were read at the commit that is named, and those marked "run" were also executed on two
clips of one and two seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from melgram.frontend.front_end import Silence

_LOG_EPSILON = -23.025850929940457  # ln(1e-10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Padding:
    """How one original pads.

    Parameters
    ----------
    value : float | "silence"
    source : str
        Where the original does it.
    names : str
        The presets, with spaces between them.
    """

    value: float | Silence
    source: str
    names: str


PADDINGS = (
    Padding(
        value="silence",
        source="transformers 5.23.0, feature_extraction_sequence_utils.py, "
        "SequenceFeatureExtractor.pad, called with the samples (run)",
        names="hf-whisper-torch hf-whisper-v3-torch hf-whisper-np hf-whisper-v3-np hf-whisper-30s "
        "hf-moss-transcribe hf-dots3-note qwen2-audio qwen3-asr voxtral voxtral-realtime lasr "
        "gemma3n phi4 clvp univnet",
    ),
    Padding(
        value="silence",
        source="transformers 5.23.0, pad_sequence of the samples in GraniteSpeechFeatureExtractor, "
        "a buffer of padding_value in GraniteSpeech5FeatureExtractor (run)",
        names="granite-speech granite-speech5",
    ),
    Padding(
        value=0.0,
        source="transformers 5.23.0, feature_extraction_sequence_utils.py, "
        "SequenceFeatureExtractor.pad, called with the features, padding_value=0.0 (run)",
        names="hf-speech2text hf-speech2text-np seamless-m4t speecht5 hf-fun-asr-nano",
    ),
    Padding(
        value=1.0,
        source="transformers 5.23.0, NeuCodecFeatureExtractor and Xcodec2FeatureExtractor, "
        "padding_value=1.0 of the normalised features (run)",
        names="hf-neucodec hf-xcodec2",
    ),
    Padding(
        value=0.0,
        source="transformers 5.23.0, features times their mask at the end of the class (run)",
        names="hf-parakeet hf-parakeet-128 hf-cohere-nodither hf-nemotron gemma4 inkling",
    ),
    Padding(
        value=0.0,
        source="transformers 5.23.0, Pop2PianoFeatureExtractor._pad, padding_value=0",
        names="pop2piano-mel",
    ),
    Padding(
        value=0.0,
        source="openai-whisper 20250625, whisper/transcribe.py, pad_or_trim(mel, N_FRAMES): zeros "
        "in the normalised features",
        names="whisper whisper-v3 whisper-transcribe",
    ),
    Padding(
        value="silence",
        source="openai-whisper 20250625, whisper/audio.py, pad_or_trim of the samples",
        names="whisper-30s whisper-v3-30s",
    ),
    Padding(
        value=0.0,
        source="faster-whisper @ 65882eee9f, faster_whisper/audio.py, pad_or_trim, called with "
        "features in transcribe.py; whisper.cpp @ 233fe1fc9b, src/whisper.cpp, inp_mel",
        names="faster-whisper faster-whisper-v3 whisper.cpp whisper.cpp-128",
    ),
    Padding(
        value=0.0,
        source="xingchensong/S3Tokenizer @ 19df578fba, s3tokenizer/utils.py, padding",
        names="chatterbox-s3tokenizer",
    ),
    Padding(
        value=_LOG_EPSILON,
        source="lhotse 1.33.0, lhotse/dataset/input_strategies.py, OnTheFlyFeatures: "
        "collate_matrices(padding_value=LOG_EPSILON) (run); icefall @ 36e0420c7e, "
        "zipformer/pretrained.py, pad_sequence",
        names="lhotse lhotse-mfcc lhotse-whisper icefall icefall-src icefall-matcha",
    ),
    Padding(
        value=_LOG_EPSILON,
        source="k2-fsa/sherpa-onnx @ 01379020c9, csrc/offline-recognizer-ctc-impl.h, PadSequence",
        names="knf-icefall knf-nemo",
    ),
    Padding(
        value=0.0,
        source="wenet @ 015469960d, wenet/dataset/processor.py, padding: pad_sequence of features",
        names="wenet wenet-fbank wenet-mfcc wenet-w2vbert wenet-whisper wenet-whisper-128",
    ),
    Padding(
        value=0.0,
        source="funasr, frontends/wav_frontend.py and whisper_frontend.py, pad_sequence of "
        "features (run)",
        names="funasr funasr-knf funasr-nolfr funasr-nolfr-knf funasr-whisper",
    ),
    Padding(
        value=0.0,
        source="NVIDIA/NeMo @ 8cfedd7203, features.py, FilterbankFeatures.forward, pad_value=0; "
        "examples/tts/conf/fastpitch, pad_value: 0",
        names="nemo-parakeet nemo-2.5 nemo-3.0 nemo-parakeet-128 nemo-3.0-128 nemo-citrinet-pad16 "
        "nemo-3.0-pad16 nemo-all-features nemo-none nemo-3.0-nonorm nemo-none-128 "
        "nemo-parakeet-2.3 nemo-2.3 nemo-2.4 nemo-2.3-pad16 nemo-none-2.3 nemo-none-ta-2.3 "
        "nemo-parakeet-ta-2.3 nemo-ta-2.4 nemo-frame-vad nemo-fastpitch nemo-fastpitch-3.0 "
        "nemo-fastpitch-2.3 nemo-fastpitch-2.3-pip",
    ),
    Padding(
        value=-11.52,
        source="NVIDIA/NeMo @ 8cfedd7203, examples/tts/conf/hifigan/hifigan.yaml, pad_value",
        names="nemo-hifigan nemo-hifigan-3.0 nemo-hifigan-2.3 nemo-hifigan-2.3-pip",
    ),
    Padding(
        value="silence",
        source="NVIDIA/NeMo @ 8cfedd7203, audio_preprocessing.py, AudioToMFCCPreprocessor: nothing "
        "is masked after the samples were padded",
        names="marblenet marblenet-2.3",
    ),
    Padding(
        value=0.0,
        source="espnet @ 10c91212d1, espnet2/layers/log_mel.py, LogMel.forward: masked_fill",
        names="espnet espnet-400-160 espnet-tts espnet-tts-22k espnet-tts-24k",
    ),
    Padding(
        value="silence",
        source="speechbrain @ 9c826ef393, dataio/batch.py, PaddedBatch: batch_pad_right of "
        "samples (run); processing/features.py, InputNormalization over the valid frames",
        names="speechbrain speechbrain-40 speechbrain-mfcc ecapa",
    ),
    Padding(
        value=0.0,
        source="pytorch/audio @ 33bcb7b0ed, examples/asr/emformer_rnnt/librispeech/lightning.py, "
        "pad_sequence; DeepSpeech @ 6913ae817b, util/feeding.py, padded_batch",
        names="emformer-rnnt deepspeech",
    ),
    Padding(
        value=0.0,
        source="chatterbox @ 5de7a54aa4, s3gen/xvector.py, extract_feature: pad_list; "
        "voice_encoder/voice_encoder.py, pack",
        names="campplus chatterbox-ve",
    ),
    Padding(
        value="silence",
        source="Resemblyzer @ 15d828edeb, voice_encoder.py, embed_utterance; "
        "Real-Time-Voice-Cloning @ 865eba8826, encoder/inference.py: zeros up to a whole partial",
        names="resemblyzer resemblyzer-constant resemblyzer-reflect rtvc-encoder-constant "
        "rtvc-encoder-reflect",
    ),
    Padding(
        value=-4.0,
        source="Real-Time-Voice-Cloning @ 865eba8826, synthesizer/synthesizer_dataset.py, "
        "collate_synthesizer: -max_abs_value",
        names="rtvc-synthesizer-constant rtvc-synthesizer-reflect",
    ),
    Padding(
        value="silence",
        source="hifi-gan @ 4769534d45 and BigVGAN @ 7d2b454564, meldataset.py, MelDataset; "
        "melgan-neurips @ 6488045bfb, mel2wav/dataset.py: zeros up to a segment",
        names="hifigan-22k bigvgan-22k bigvgan-22k-fmaxnull bigvgan-24k-100 bigvgan-44k-128 "
        "bigvgan-44k-128-256x univnet-src melgan-neurips",
    ),
    Padding(
        value=0.0,
        source="Matcha-TTS @ 108906c603, matcha/data/text_mel_datamodule.py, "
        "TextMelBatchCollate: zeros after its own normalisation",
        names="matcha matcha-vctk",
    ),
    Padding(
        value=0.0,
        source="CosyVoice @ ace7c47f41, cosyvoice/dataset/processor.py, padding; F5-TTS @ "
        "2ae2c9bd9b, model/dataset.py, collate_fn; ParallelWaveGAN @ 86740373ec, bin/train.py, "
        "Collater; acoustic-model @ f737482724, acoustic/dataset.py, pad_collate",
        names="cosyvoice1 cosyvoice2 cosyvoice3 chatterbox-s3gen f5-tts-bigvgan f5-tts-vocos "
        "parallelwavegan-22k parallelwavegan-24k soft-vc",
    ),
    Padding(
        value=0.0,
        source="tacotron2 @ 185cd24e04, data_utils.py, TextMelCollate; FastSpeech2 @ d4e79eb52e, "
        "utils/tools.py, pad_2D; StyleTTS2 @ 5cedc71c33, meldataset.py, Collater; WaveRNN @ "
        "83c08fdcd6, utils/dataset.py, pad2d",
        names="tacotron2 fastspeech2 styletts2 wavernn-constant wavernn-reflect",
    ),
    Padding(
        value=0.0,
        source="vits @ 2e561ba586, data_utils.py, spec_padded; RVC @ 4338f12c3c, "
        "train/data_utils.py; GPT-SoVITS @ 48b1a0169a, module/data_utils.py, mel_padded",
        names="vits-linear rvc-linear-48k rvc-linear-48k-2026 gpt-sovits-linear gpt-sovits-v3 "
        "gpt-sovits-v4",
    ),
    Padding(
        value=log(1e-5),
        source="vits @ 2e561ba586, train.py: spec_to_mel_torch of linear magnitudes padded with "
        "0.0, which is lower than silence; RVC the same",
        names="vits-mel rvc-mel-48k",
    ),
    Padding(
        value=log(2e-6),
        source="RVC @ 4338f12c3c, train/train.py: spec_to_mel_torch of magnitudes padded with 0.0",
        names="rvc-mel-48k-2026",
    ),
    Padding(
        value=0.0,
        source="fish-speech @ 0b6723d1a7, models/vqgan/modules/firefly.py, encode: mels times mask",
        names="fish-speech fish-speech-firefly160",
    ),
    Padding(
        value="silence",
        source="tortoise-tts @ 8a2563ecab, tortoise/api.py, format_conditioning; TTS @ dbf1a08a0d, "
        "layers/xtts/trainer/dataset.py, collate_fn: zeros behind the samples",
        names="tortoise tortoise-nonorm tortoise-univnet xtts-dvae xtts-cond xtts-perceiver",
    ),
    Padding(
        value="silence",
        source="audioset_tagging_cnn @ d2f4b8c18e, utils/utilities.py, and EfficientAT @ "
        "a425fdce92, datasets/audioset.py, pad_or_truncate; CED @ 60a0f54214, dataset.py, pad; "
        "BEATs in unilm @ 768a3c873f, extract_features(samples, padding_mask)",
        names="panns passt passt-src passt-hop160 efficientat ced dasheng beats",
    ),
    Padding(
        value="silence",
        source="opensoundscape @ 8b582152c9, audio.py, Audio.extend_to",
        names="opensoundscape-0.13 opensoundscape-mel-0.13",
    ),
    Padding(
        value=0.0,
        source="beat_this @ 9d787b9797, dataset/dataset.py and inference.py, zeropad; NISQA @ "
        "fe84f0f252, NISQA_lib.py, x_padded; mt3 @ fa04532779, models.py, _pack_or_pad",
        names="beat-this nisqa mt3 mt3-src",
    ),
    Padding(
        value="silence",
        source="takes arrays (..., n_samples) alone, so it is samples that its callers pad",
        names="librosa librosa-db librosa-mfcc librosa-pcen classic torchaudio torchaudio-slaney "
        "torchaudio-mfcc nnaudio audioflux tf-mfcc tf-speech-commands ddsp-logmel",
    ),
    Padding(
        value=0.0,
        source="computes one clip at a time; no batch of several is padded in the original",
        names="kaldi kaldi-23 kaldi-f64 kaldi-nosnip kaldi-spectrogram kaldi-mfcc "
        "kaldi-mfcc-energy kaldi-mfcc-hires knf knf-23 knf-nosnip knf-mfcc knf-whisper htk-fbank "
        "wenet-runtime-whisper essentia-melbands essentia-mfcc essentia-musicnn "
        "essentia-musicnn-fromzero essentia-vggish essentia-vggish-fromzero opensmile-mel "
        "opensmile-mel-mag python-speech-features python-speech-features-int16 "
        "python-speech-features-mfcc scipy-spectrogram scipy-stft vggish vggish-examples yamnet "
        "yamnet-patches yamnet-src yamnet-tflite yamnet-nopad index-tts nvstft-22k nvstft-44k "
        "rmvpe rmvpe-2026 wespeaker-cli",
    ),
    Padding(
        value=0.0,
        source="batches clips or excerpts of one length: cut, repeated or filled up before",
        names="ast ast-np ast-original ast-src ast-speechcommands ast-esc50 audiomae audioldm "
        "ms-clap ms-clap-32k clap clap-fusion hf-clap hf-clap-50 hf-clap-rand hf-clap-rand-50 "
        "openl3-mel128 openl3-mel256 openl3-linear openl3-librosa-mel256 perch perch-linear "
        "perch-simple perch-simple-new perch-log onsets-and-frames musicfm dnsmos-constant "
        "dnsmos-reflect vocos vocos-same wespeaker wespeaker-src 3dspeaker-campplus "
        "voxceleb-trainer-l voxceleb-trainer-v2 xtts-speaker wav2lip-constant wav2lip-reflect",
    ),
)

BY_NAME = {name: entry for entry in PADDINGS for name in entry.names.split()}
