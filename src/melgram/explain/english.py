"""The report in English."""

from melgram.explain.texts import (
    Axes,
    Decibels,
    Frame,
    Pieces,
    Result,
    Sampling,
    Scale,
    Shape,
    Tensor,
    Texts,
    Tones,
)

FRAME = Frame(
    title="From sound to mel-spectrogram",
    lede="Eight short lessons on one recording, {name}: from the samples in the file to the "
    "tensor that a neural network learns from.",
    own='Numbers set <span class="own">like this</span> were computed from this recording; the '
    "others hold for all sound.",
    title_contents="Lessons",
    title_warnings="About this file",
    mixed="The recording has {channels|channel|channels}. The lessons look at their mean, as "
    "most models do; single samples are those of the first channel.",
    excerpt="The recording is long. The detailed figures look at its loudest {excerpt_s} s, from "
    "{excerpt_start} to {excerpt_stop} s.",
    too_short="The recording is shorter than one window of analysis: {n_samples|sample|samples} "
    "against {n_fft}. Every frame is partly empty, and the pictures show little.",
    cancelled="The channels of this recording are opposite to one another, so that their mean "
    "all but cancels out, and the lessons show what is left. For such a recording, take a single "
    "channel.",
    silent="The recording is silent: no sample is further from zero than a rounding error. The "
    "figures show what silence looks like, and the lessons say where a sound would appear.",
    label_section="Lesson",
    label_scroll="Figure, can be scrolled sideways",
    footer="Made by melgram {version} with the front end <code>classic</code> (digest "
    "<code>{digest}</code>). This page loads nothing from elsewhere.",
    again="Make it again:",
)

AXES = Axes(
    label_seconds="Time (s)",
    label_clock="Time (m:ss)",
    label_long_clock="Time (h:mm:ss)",
    label_milliseconds="Time (ms)",
    label_amplitude="Amplitude",
    label_frequency="Frequency (Hz)",
    label_level="Level (dB)",
    label_power="Power",
    label_steps="Value (steps)",
    label_mel="Pitch (mel)",
    label_weight="Weight",
    label_signal="signal",
    label_band="Band",
    label_frame="Frame",
)

SAMPLING = Sampling(
    title="Sampling: sound becomes numbers",
    title_facts="What the file says",
    label_container="Container",
    label_codec="Codec",
    label_rate="Sample rate",
    label_bits="Bit depth",
    label_no_bits="none (lossy codec)",
    label_float_bits="floating point",
    label_uneven_bits="8 bits, uneven steps",
    label_channels="Channels",
    label_duration="Duration",
    label_samples="Samples per channel",
    label_size="Size of the file",
    bits="{bits} bits",
    seconds="{duration} s",
    what="A microphone turns the pressure of the air into a voltage that rises and falls. No "
    "memory holds every instant of that curve, so it is measured at even intervals: "
    "<b>sampling</b>. This recording was measured {rate} times a second, once every {sample_us} "
    "µs; its {duration} s are {n_samples|number|numbers} for each channel.",
    nyquist="Measurements this dense hold every vibration below half the sample rate, and "
    "nothing above it. That limit is the <b>Nyquist frequency</b>, here {nyquist} Hz. Young ears "
    "hear up to about 20,000 Hz; whatever lay above {nyquist} Hz is not in this file.",
    nyquist_full="Measurements this dense hold every vibration below half the sample rate, and "
    "nothing above it. That limit is the <b>Nyquist frequency</b>, here {nyquist} Hz: more than "
    "the 20,000 Hz or so that young ears hear.",
    zoom="{zoom_n|sample|samples} around the loudest moment, at {zoom_at} s: {zoom_ms} ms of "
    "sound. Every dot is one number; the thin curve between them is only drawn to guide the eye.",
    zoom_silent="{zoom_n|sample|samples} at {zoom_at} s: {zoom_ms} ms of silence. Every dot is "
    "one number, and every number is zero.",
    alt_zoom="Stem plot of {zoom_n|sample|samples} around {zoom_at} s.",
    rounding="Each measurement is then rounded to one of 2<sup>{bits}</sup> = {n_levels} values: "
    "<b>quantization</b>. From one to the next is a step of 1/{n_half} of full scale. The "
    "stretch examined here uses {n_used} of them. Rounding leaves a noise about {range_db} dB "
    "below the loudest tone that the file can hold.",
    rounding_float="This file stores floating-point numbers, which are so fine near zero that "
    "their rounding is never heard. Usually each measurement is rounded to one of "
    "2<sup>{drawn_bits}</sup> = {n_levels} values instead: <b>quantization</b>. That leaves a "
    "noise about {range_db} dB below the loudest tone.",
    rounding_uneven="The codec <code>{codec}</code> rounds each measurement to one of 256 values, "
    "close together near zero and far apart where it is loud, so this file has no bit depth of "
    "even steps. Elsewhere, as on a CD, each measurement is rounded to one of "
    "2<sup>{drawn_bits}</sup> = {n_levels} values that are equally far apart: "
    "<b>quantization</b>. That leaves a noise about {range_db} dB below the loudest tone.",
    rounding_none="The codec <code>{codec}</code> does not store samples but a description from "
    "which a decoder makes them again, so this file has no bit depth of even steps. Elsewhere, "
    "as on a CD, each measurement is rounded to one of 2<sup>{drawn_bits}</sup> = {n_levels} "
    "values: <b>quantization</b>. That leaves a noise about {range_db} dB below the loudest tone.",
    steps="A quiet place at {steps_at} s, magnified {steps_zoom} times: {steps_n|sample|samples} "
    "between step {steps_low} and step {steps_high} of ±{n_half}. Every dot lies on a whole step.",
    steps_far="{steps_n|sample|samples} at {steps_at} s, between step {steps_low} and step "
    "{steps_high} of ±{n_half}. Even where this recording moves least it crosses so many steps "
    "that one line stands for {steps_every} of them.",
    steps_among="A quiet place at {steps_at} s, magnified {steps_zoom} times: "
    "{steps_n|sample|samples} among the steps of a {drawn_bits}-bit file.",
    steps_lines="One line stands for {steps_every} steps.",
    steps_on="Every dot lies on a whole step all the same: the sound was rounded so when it was "
    "made, or its decoder rounds so.",
    steps_off="The dots lie between the steps, because this file does not round to them.",
    steps_silent="Nowhere do the samples move by three steps, so there is no picture of steps to "
    "show.",
    alt_steps="Stem plot of {steps_n|sample|samples} at {steps_at} s over the lines of single "
    "quantization steps.",
    size="Uncompressed, {rate} Hz × {drawn_bits} bits × {channels|channel|channels} are {kbps} "
    "kbit/s, {raw_size} in all. The file has {size_bytes}: {size_share}% of that.",
)

SHAPE = Shape(
    title="The waveform: when it is loud",
    what="Drawn over time, the samples form the <b>waveform</b>.",
    columns="There are far more samples than columns of pixels, so the light shape shows the "
    "lowest and the highest sample of each column, the dark one their root mean square (RMS), "
    "which is closer to how loud it sounds.",
    level="The largest magnitude is {peak} of full scale, {peak_dbfs} dBFS; the RMS of the whole "
    "is {rms_dbfs} dBFS. Decibels relative to full scale count downward from 0, the largest "
    "number that a file of integers can hold.",
    level_over="The largest magnitude is {peak} of full scale, {peak_dbfs} dBFS; the RMS of the "
    "whole is {rms_dbfs} dBFS. Decibels relative to full scale are 0 at the largest number that a "
    "file of integers can hold. Floating-point numbers go further, as here, and so do decoders of "
    "lossy codecs; a file of integers or a sound card cuts off what lies beyond.",
    clipped="In the stretch examined here {n_clipped|place stands|places stand} at full scale for "
    "three samples or more, at most for {clipped_most}. The sound is <b>clipped</b>: what went "
    "beyond is lost, and the cut adds tones that were never there.",
    silent="The largest magnitude is {peak} of full scale: no level can be given for silence.",
    limits="A waveform shows when there is sound, and how much. What pitch it has, and which "
    "vowel it is, can hardly be seen. For that, sound is taken apart.",
    caption="The waveform of the whole recording, {duration} s.",
    alt="Waveform over {duration} s, largest magnitude {peak}.",
    marked_excerpt="The wide band marks the loudest {excerpt_s} s, the narrow one the second "
    "that the next lesson takes apart.",
    marked_second="The band marks the second that the next lesson takes apart.",
    label_excerpt="excerpt",
    label_second="one second",
)

TONES = Tones(
    title="Fourier: a sum of pure tones",
    what="Joseph Fourier found that every piece of sound is a sum of pure tones (cosines), each "
    "with a frequency, an amplitude and a phase. The <b>Fourier transform</b> finds all of them.",
    stretch="Take the loudest second, from {second_start} to {second_stop} s. Its {n_stretch} "
    "samples are a sum of {n_components} tones, {spacing} Hz apart.",
    stretch_whole="The recording lasts less than a second, so take all of it: "
    "{n_stretch|sample|samples}, a sum of {n_components|tone|tones}, {spacing} Hz apart.",
    single="A single sample cannot vibrate, so there is nothing to take apart.",
    strongest="The strongest has {peak_hz} Hz and the amplitude {peak_amplitude}. A voice or an "
    "instrument shows as a row of peaks at multiples of one frequency, its harmonics; noise "
    "fills the gaps between them.",
    silent="In this stretch nothing vibrates, so there is no tone to name: all amplitudes are "
    "zero.",
    title_table="The strongest tones that stand apart",
    label_frequency="Frequency (Hz)",
    label_amplitude="Amplitude",
    spectrum="The <b>spectrum</b> of this stretch: the amplitude of each tone up to "
    "{spectrum_hz} Hz. The strongest are named by their frequency.",
    alt_spectrum="Amplitude over frequency, strongest at {peak_hz} Hz.",
    shares="How many tones does it take? The strongest {k_first|holds|hold} {share_first}% of the "
    "energy, and {k_most|tone holds|tones hold} 90%. All {n_components} together, and the "
    "mean of the stretch, {offset}, give back every sample.",
    sums="The strongest tones added up (colored) over the signal (gray), {sum_ms} ms where these "
    "tones are loudest. The more tones, the closer the sum.",
    alt_sums="The sum of the {count} strongest tones over the signal.",
    label_sum="sum of {count}",
    title_when="What a spectrum forgets: when",
    when="Now transform all {excerpt_s} s at once, and then once more played backward. Backward "
    "speech is gibberish, a drum backward is a gasp, and yet the two spectra are the same: the "
    "same tones with the same amplitudes.",
    when_same="Among {n_rev} amplitudes the largest difference is {rev_difference} of the "
    "largest amplitude, which is the rounding of 64-bit arithmetic. The order of events is "
    "hidden in the phases, and the magnitude leaves them out.",
    when_exact="Among {n_rev|amplitude|amplitudes} there is no difference at all. The order of "
    "events is hidden in the phases, and the magnitude leaves them out.",
    when_silent="For silence the two spectra are the same for a simple reason: both are zero.",
    reversal="Above, the recording forward and backward. Below, the spectrum of each: no eye and "
    "no network could tell them apart.",
    alt_reversal="Waveform and spectrum forward and backward; the waveforms mirror each other, "
    "the spectra are equal.",
    label_forward="forward",
    label_backward="backward",
    label_same="the same spectrum",
)

PIECES = Pieces(
    title="Short windows: the STFT",
    what="The remedy is to ask more often: cut the signal into short pieces that overlap, and "
    "transform each. This is the <b>short-time Fourier transform</b> (STFT). Three lengths, in "
    "samples, say how.",
    win_length="<code>win_length</code> = {win_length}, {win_ms} ms: how much sound one piece "
    "holds. A window fades each piece in and out: a hard cut would leave traces at all "
    "frequencies.",
    hop_length="<code>hop_length</code> = {hop_length}, {hop_ms} ms: how far it is from one "
    "piece to the next. It sets how many columns the picture has.",
    n_fft="<code>n_fft</code> = {n_fft}: how long the transform is. It gives n_fft / 2 + 1 = "
    "{n_bins} frequencies, {bin_hz} Hz apart. Where the window is shorter, zeros fill the rest: "
    "the frequencies lie denser, but nothing new is heard.",
    count="Each piece becomes one <b>frame</b>. From {excerpt_n|sample|samples} come "
    "1 + ⌊{excerpt_n} / {hop_length}⌋ = {n_frames|frame|frames}.",
    shorter="The recording has only {n_samples|sample|samples}, so zeros fill the rest of each "
    "window.",
    windows="Windows to scale over {windows_ms} ms of the recording. Above, this page’s front "
    "end, with <code>n_fft</code> = <code>win_length</code>. Below, the lengths that speech "
    "recognizers use: a window of {speech_win_ms} ms every {speech_hop_ms} ms, in a transform of "
    "{speech_n_fft} samples.",
    alt_windows="Overlapping windows over the signal, with hop_length, win_length and n_fft "
    "drawn to scale.",
    label_zeros="zeros after the window",
    label_this="this page",
    label_speech="speech recognition",
    title_trade="When or what: never both",
    trade="A short window knows exactly when, but hears only coarsely which tone. A long one "
    "hears the tone exactly, but smears when. The window’s length in seconds times the distance "
    "of its frequencies in hertz is always 1: {w_short_ms} ms and {w_short_hz} Hz, {w_middle_ms} "
    "ms and {w_middle_hz} Hz, {w_long_ms} ms and {w_long_hz} Hz.",
    trade_silent="In silence the three pictures below are equally empty.",
    views="The same stretch of sound through three windows. Look for sharp edges in time on the "
    "left, and for sharp lines in frequency on the right.",
    alt_view="Spectrogram with a window of {ms} ms and frequencies {hz} Hz apart.",
    label_view="{ms} ms · {hz} Hz apart",
)

SCALE = Scale(
    title="The mel scale: how far apart tones sound",
    what="From 200 to 300 Hz is a leap that everybody hears; from 10,200 to 10,300 Hz hardly "
    "anybody hears a change. The <b>mel scale</b> bends the frequency axis such that equal steps "
    "sound about equally large.",
    formula="Mel(<i>f</i>) = 2595 · log<sub>10</sub>(1 + <i>f</i> / 700)",
    slaney="This is O’Shaughnessy’s formula, known from the HTK toolkit. Slaney’s, the default "
    "of librosa, is a straight line up to 1,000 Hz and a logarithm above. Models differ in which "
    "they were trained with, and a wrong one harms without an error.",
    curve="Both mel scales up to this recording’s Nyquist frequency; Slaney’s is stretched so "
    "that both give about 1,000 at 1,000 Hz.",
    alt_curve="Two mel curves over frequency, steep at first and then flat.",
    title_why="Why 500 to 1,000 Hz count for more than 10 to 20 kHz",
    why="From 500 to 1,000 Hz there are {mel_low} mel. Another 500 Hz higher up, from 10,000 to "
    "10,500 Hz, are only {mel_high} mel: {mel_ratio} times less. All of 10 to 20 kHz, twenty "
    "times as wide in hertz, is {mel_wide} mel.",
    bands="A bank of {n_mels} filters, evenly spaced in mel, shares out what it hears "
    "accordingly: {bands_low|band has its|bands have their} center between 500 and 1,000 Hz, and "
    "{bands_high} between 10,000 and 20,000 Hz. Per 500 Hz that is {bands_high_per_500} up there.",
    bands_cut="A bank of {n_mels} filters, evenly spaced in mel, shares out what it hears "
    "accordingly: {bands_low|band has its|bands have their} center between 500 and 1,000 Hz, but "
    "only {bands_top} in the highest 500 Hz of this recording, from {top_low} to {top_high} Hz. "
    "Above {top_high} Hz the file holds nothing to hear.",
    bands_low_rate="This recording ends at {nyquist} Hz, within or below that range; its "
    "{n_mels} bands are spread, evenly in mel, over what there is. {bands_low|band has its|bands "
    "have their} center between 500 and 1,000 Hz.",
    bands_none="This recording ends at {nyquist} Hz, below that range; its {n_mels} bands are "
    "spread, evenly in mel, over what there is.",
    voice="That is where it matters: the resonances that tell vowels apart lie mostly between "
    "300 and 3,000 Hz, and our ears are finest there.",
    bank="The {n_mels} filters over frequency. Each adds up the power of the frequencies under "
    "its triangle; every eighth is colored. The lowest is {lowest_hz} Hz wide, the highest "
    "{highest_hz} Hz.",
    alt_bank="{n_mels} triangles over frequency, narrow and dense at the left, wide at the right.",
    empty="A detail for experts: the STFT’s frequencies are {bin_hz} Hz apart here, and "
    "{n_empty|band falls|bands fall} between two of them. Such a band stays empty; a longer "
    "<code>n_fft</code> or fewer bands would fill it.",
    label_htk="2595 log₁₀(1 + f / 700)",
    label_slaney="Slaney, stretched",
)

DECIBELS = Decibels(
    title="Power, mel, decibels",
    power="The STFT gives <b>power</b>, the square of each amplitude.",
    dark="Drawn as it is, the picture is almost black: few cells hold nearly everything.",
    mel="Through the filter bank, {n_bins} frequencies become {n_mels} bands. The axis is now "
    "that of the ear.",
    mel_dark="But the picture is still dark: {dark_share}% of its cells are below a hundredth "
    "of the brightest.",
    mel_even="Only {dark_share}% of its cells are below a hundredth of the brightest: this "
    "sound is unusually even. In speech and music it is nearly all of them.",
    decibel="The ear hears ratios here too, and so does the <b>decibel</b>: 10 · "
    "log<sub>10</sub>(power). Ten times the power is always 10 dB more. Of the same cells in "
    "decibels, half lie within {middle_db} dB of the brightest.",
    range="What lies more than {range_shown} dB below the brightest cell is raised to that line, "
    "for there is only noise. The result here runs from {min_db} to {max_db} dB.",
    silent="In silence all power is zero, and zero has no logarithm. A floor of 10<sup>−10</sup> "
    "stands in for it: every cell is {max_db} dB.",
    caption="The same {n_frames|frame|frames} three times: power over frequency, power over mel "
    "bands, and mel bands in decibels. Only the last step makes quiet sounds visible.",
    alt="Three pictures of the same frames: power, mel power, and decibels.",
    label_power="power",
    label_mel="mel power",
    label_db="decibels",
)

RESULT = Result(
    title="The mel-spectrogram",
    what="This is the whole way: {excerpt_n|sample|samples}, {n_frames|frame|frames} of {n_mels} "
    "bands, in decibels. Read it from left to right like a score: time runs along, pitch goes "
    "up, and the brighter, the louder.",
    caption="The mel-spectrogram of {name}.",
    alt="Mel-spectrogram with {n_mels} bands and {n_frames|frame|frames}, {min_db} to {max_db} dB.",
    silent="All of it has one color, because silence has only one level.",
    label_player="Listen to the recording",
    original="The player holds the file itself.",
    encoded="The player holds the recording as {player_encoding}, one channel, {player_size}.",
    encoded_excerpt="The player holds only the loudest {excerpt_s} s, from {excerpt_start} to "
    "{excerpt_stop} s, as {player_encoding}, one channel, {player_size}: what the picture shows.",
    no_player="There is no player here, because browsers do not play sound in this form.",
)

TENSOR = Tensor(
    title="What a network sees",
    what="A convolutional neural network (CNN) sees an image with one channel: a block of "
    "numbers, a <b>tensor</b>. It knows nothing of seconds or hertz. Neighbors in the block are "
    "neighbors in time and pitch, and that is what it learns from.",
    title_facts="The tensor of this recording",
    label_shape="Shape: channel, bands, frames",
    label_type="Number type",
    label_range="Smallest and largest",
    label_memory="Memory",
    label_mean="Mean and standard deviation",
    caption="A corner of it, {corner_rows} × {corner_columns} of its {n_values|number|numbers}, "
    "around the brightest cell: band {corner_band}, frame {corner_frame}. The numbers are "
    "decibels.",
    alt="A table of colored cells with their decibels, brightest at band {corner_band} and frame "
    "{corner_frame}.",
    code="The same tensor with melgram:",
    normalise="Networks like numbers around zero. Subtract the mean, {mean} dB, and divide by "
    "the standard deviation, {deviation} dB; for a training set take both from the whole set. "
    "After that this tensor runs from {min_normal} to {max_normal}.",
    normalise_silent="Networks like numbers around zero: usually the mean is subtracted, and the "
    "result divided by the standard deviation. Here the deviation is zero, so it must not be "
    "divided; leave out silent clips, or take both from the whole training set.",
    next="Ready-made front ends of known models, such as Whisper’s, need one word more: "
    "<code>melgram presets</code> lists them.",
)

ENGLISH = Texts(
    language="en",
    frame=FRAME,
    axes=AXES,
    sampling=SAMPLING,
    shape=SHAPE,
    tones=TONES,
    pieces=PIECES,
    scale=SCALE,
    decibels=DECIBELS,
    result=RESULT,
    tensor=TENSOR,
)
