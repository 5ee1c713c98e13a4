"""The report in Korean, in the polite style that ends in 요."""

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
    title="소리에서 멜 스펙트로그램까지",
    lede="녹음 하나({name})를 따라가는 짧은 수업 여덟 번이에요. 파일 속의 표본에서 시작해서 "
    "신경망이 학습하는 텐서(tensor)까지 가요.",
    own='<span class="own">이렇게</span> 표시한 숫자는 이 녹음에서 직접 계산한 값이고, 나머지는 '
    "모든 소리에 해당하는 값이에요.",
    title_contents="차례",
    title_warnings="이 파일에 대해 알아 둘 점",
    mixed="이 녹음에는 채널(channel)이 {channels}개 있어요. 수업에서는 대부분의 모델처럼 채널을 "
    "평균한 소리를 보고, 표본을 하나씩 볼 때는 첫 번째 채널을 봐요.",
    excerpt="녹음이 길어서, 자세한 그림은 가장 소리가 큰 {excerpt_s}초만 다뤄요. "
    "{excerpt_start}초부터 {excerpt_stop}초까지예요.",
    too_short="녹음이 분석 창 하나보다도 짧아요. 창에는 표본이 {n_fft}개 들어가는데 녹음에는 "
    "{n_samples}개뿐이에요. 프레임마다 일부가 비어 있어서, 그림에서 볼 수 있는 것이 많지 않아요.",
    cancelled="이 녹음의 채널들은 서로 반대로 움직여서, 평균하면 거의 사라져요. 본문은 그 "
    "나머지를 보여 줘요. 이런 녹음은 채널 하나만 쓰는 편이 좋아요.",
    silent="소리가 없는 녹음이에요. 모든 표본이 반올림 오차만큼도 0에서 벗어나지 않아요. 그림은 "
    "무음이 어떻게 보이는지 보여 주고, 본문은 소리가 있다면 어디에 나타날지 알려 줘요.",
    label_section="수업",
    label_scroll="옆으로 밀어서 볼 수 있는 그림",
    footer="melgram {version} 버전이 프런트 엔드 <code>classic</code>(다이제스트 "
    "<code>{digest}</code>)으로 만들었어요. 이 페이지는 다른 곳에서 아무것도 불러오지 않아요.",
    again="다시 만들려면:",
)

AXES = Axes(
    label_seconds="시간 (초)",
    label_clock="시간 (분:초)",
    label_long_clock="시간 (시:분:초)",
    label_milliseconds="시간 (ms)",
    label_amplitude="진폭",
    label_frequency="주파수 (Hz)",
    label_level="레벨 (dB)",
    label_power="파워",
    label_steps="값 (단계)",
    label_mel="음높이 (mel)",
    label_weight="가중치",
    label_signal="신호",
    label_band="밴드",
    label_frame="프레임",
)

SAMPLING = Sampling(
    title="표본화: 소리가 숫자가 되는 순간",
    title_facts="파일에 적혀 있는 것",
    label_container="컨테이너(container)",
    label_codec="코덱(codec)",
    label_rate="표본화율(sample rate)",
    label_bits="비트 심도(bit depth)",
    label_no_bits="없음 (손실 압축 코덱)",
    label_float_bits="부동 소수점",
    label_uneven_bits="8비트, 고르지 않은 단계",
    label_channels="채널",
    label_duration="길이",
    label_samples="채널당 표본 수",
    label_size="파일 크기",
    bits="{bits}비트",
    seconds="{duration}초",
    what="마이크는 공기의 압력을 오르내리는 전압으로 바꿔요. 그 곡선의 모든 순간을 담을 수 있는 "
    "메모리는 없으니, 일정한 간격으로 값을 재요. 이것이 <b>표본화</b>(sampling)예요. 이 녹음은 "
    "1초에 {rate}번, 그러니까 {sample_us} µs마다 한 번씩 쟀어요. 그래서 {duration}초가 채널마다 "
    "숫자 {n_samples}개가 됐어요.",
    nyquist="이렇게 촘촘히 재면 표본화율의 절반보다 느린 진동은 모두 담기고, 그보다 빠른 진동은 "
    "전혀 담기지 않아요. 그 한계가 <b>나이퀴스트 주파수</b>(Nyquist frequency)이고, 여기서는 "
    "{nyquist} Hz예요. 젊은 사람의 귀는 20,000 Hz 정도까지 듣지만, {nyquist} Hz보다 높은 소리는 "
    "이 파일에 없어요.",
    nyquist_full="이렇게 촘촘히 재면 표본화율의 절반보다 느린 진동은 모두 담기고, 그보다 빠른 "
    "진동은 전혀 담기지 않아요. 그 한계가 <b>나이퀴스트 주파수</b>(Nyquist frequency)이고, "
    "여기서는 {nyquist} Hz예요. 젊은 사람의 귀가 듣는 20,000 Hz 정도보다도 높아요.",
    zoom="{zoom_at}초, 소리가 가장 큰 순간 둘레의 표본 {zoom_n}개예요. 시간으로는 {zoom_ms} "
    "ms밖에 안 돼요. 점 하나가 숫자 하나이고, 점 사이의 가는 선은 보기 쉽게 이어 놓았을 뿐이에요.",
    zoom_silent="{zoom_at}초의 표본 {zoom_n}개, {zoom_ms} ms 동안의 무음이에요. 점 하나가 숫자 "
    "하나이고, 숫자는 모두 0이에요.",
    alt_zoom="{zoom_at}초 둘레의 표본 {zoom_n}개를 그린 줄기 그림.",
    rounding="잰 값은 2<sup>{bits}</sup> = {n_levels}가지 값 가운데 가장 가까운 것으로 "
    "반올림해요. 이것이 <b>양자화</b>(quantization)예요. 이웃한 값 사이의 한 단계는 풀 "
    "스케일(full scale), 곧 담을 수 있는 최댓값의 1/{n_half}이에요. 여기서 살펴본 부분은 그중 "
    "{n_used}가지 값을 써요. 반올림 때문에 생기는 잡음은 파일에 담을 수 있는 가장 큰 음보다 약 "
    "{range_db} dB 작아요.",
    rounding_float="이 파일은 부동 소수점 수를 저장해요. 0 근처에서 아주 촘촘하기 때문에 "
    "반올림한 티가 전혀 들리지 않아요. 보통은 잰 값을 2<sup>{drawn_bits}</sup> = {n_levels}가지 "
    "값 가운데 하나로 반올림하고, 이것을 <b>양자화</b>(quantization)라고 해요. 그때 생기는 "
    "잡음은 가장 큰 음보다 약 {range_db} dB 작아요.",
    rounding_uneven="이 파일의 코덱(<code>{codec}</code>)은 잰 값을 256가지 값 가운데 하나로 "
    "반올림해요. 0 근처에서는 촘촘하고 소리가 클수록 성긴 값들이라, 고른 단계로 된 비트 심도가 "
    "없어요. CD 같은 곳에서는 간격이 고른 2<sup>{drawn_bits}</sup> = {n_levels}가지 값 가운데 "
    "하나로 반올림하고, 이것을 <b>양자화</b>(quantization)라고 해요. 그때 생기는 잡음은 가장 큰 "
    "음보다 약 {range_db} dB 작아요.",
    rounding_none="이 파일의 코덱(<code>{codec}</code>)은 표본을 그대로 저장하지 않고, 디코더가 "
    "표본을 다시 만들어 낼 수 있는 설명을 저장해요. 그래서 이 파일에는 고른 단계로 된 비트 "
    "심도가 없어요. CD 같은 곳에서는 잰 값을 2<sup>{drawn_bits}</sup> = {n_levels}가지 값 가운데 "
    "하나로 반올림하고, 이것을 <b>양자화</b>(quantization)라고 해요. 그때 생기는 잡음은 가장 큰 "
    "음보다 약 {range_db} dB 작아요.",
    steps="{steps_at}초의 조용한 부분을 {steps_zoom}배로 키웠어요. 표본 {steps_n}개가 "
    "±{n_half}단계 가운데 {steps_low}단계와 {steps_high}단계 사이에 있어요. 모든 점이 정확히 "
    "단계 위에 놓여요.",
    steps_far="{steps_at}초의 표본 {steps_n}개예요. ±{n_half}단계 가운데 {steps_low}단계와 "
    "{steps_high}단계 사이에 있어요. 움직임이 가장 적은 곳에서도 이렇게 많은 단계를 건너기 "
    "때문에, 선 하나가 {steps_every}단계를 나타내요.",
    steps_among="{steps_at}초의 조용한 부분을 {steps_zoom}배로 키웠어요. 표본 {steps_n}개를 "
    "{drawn_bits}비트 파일의 단계 위에 그렸어요.",
    steps_lines="선 하나가 {steps_every}단계를 나타내요.",
    steps_on="그래도 모든 점이 정확히 단계 위에 놓여요. 소리를 만들 때, 아니면 디코더가 그렇게 "
    "반올림했기 때문이에요.",
    steps_off="이 파일은 단계에 맞춰 반올림하지 않기 때문에 점이 단계 사이에 놓여요.",
    steps_silent="표본이 세 단계 이상 움직이는 곳이 없어서, 단계를 보여 줄 그림이 없어요.",
    alt_steps="{steps_at}초의 표본 {steps_n}개를 양자화 단계 선 위에 그린 줄기 그림.",
    size="압축하지 않으면 {rate} Hz × {drawn_bits}비트 × {channels}채널로 {kbps} kbit/s, 모두 "
    "{raw_size}예요. 이 파일은 {size_bytes}이니 그 {size_share}%예요.",
)

SHAPE = Shape(
    title="파형: 언제 소리가 큰가",
    what="표본을 시간에 따라 그리면 <b>파형</b>(waveform)이 돼요.",
    columns="표본은 화면의 세로줄보다 훨씬 많아요. 그래서 옅은 색은 세로줄마다 가장 작은 표본과 "
    "가장 큰 표본을, 짙은 색은 제곱 평균의 제곱근(RMS)을 보여 줘요. 얼마나 크게 들리는지는 RMS가 "
    "더 잘 말해 줘요.",
    level="표본 가운데 가장 큰 것은 풀 스케일의 {peak}배, 곧 {peak_dbfs} dBFS이고, 전체의 RMS는 "
    "{rms_dbfs} dBFS예요. dBFS는 정수를 저장하는 파일에 담을 수 있는 가장 큰 수, 곧 풀 스케일을 "
    "0으로 놓고 아래로 세는 데시벨이에요.",
    level_over="표본 가운데 가장 큰 것은 풀 스케일의 {peak}배, 곧 {peak_dbfs} dBFS이고, 전체의 "
    "RMS는 {rms_dbfs} dBFS예요. dBFS는 정수를 저장하는 파일에 담을 수 있는 가장 큰 수, 곧 풀 "
    "스케일을 0으로 놓은 데시벨이에요. 부동 소수점 수는 여기처럼 그보다 더 커질 수 있고, 손실 "
    "코덱의 디코더도 그래요. 정수 파일이나 사운드 카드에서는 넘친 부분이 잘려 나가요.",
    clipped="여기서 살펴본 부분에는 표본이 세 개 이상 잇달아 풀 스케일에 붙어 있는 곳이 "
    "{n_clipped}군데 있고, 가장 긴 곳은 {clipped_most}개예요. 소리가 <b>클리핑</b>(clipping)됐다는 "
    "뜻이에요. 넘친 부분은 되살릴 수 없고, 잘린 모서리 때문에 원래 없던 음이 더해져요.",
    silent="표본 가운데 가장 큰 것이 풀 스케일의 {peak}배예요. 무음에는 레벨을 매길 수 없어요.",
    limits="파형은 소리가 언제 나고 얼마나 큰지 보여 줘요. 하지만 음높이가 얼마인지, 어떤 "
    "모음인지는 거의 보이지 않아요. 그것을 알려면 소리를 나눠 봐야 해요.",
    caption="녹음 전체 {duration}초의 파형이에요.",
    alt="{duration}초의 파형. 가장 큰 표본은 풀 스케일의 {peak}배.",
    marked_excerpt="넓은 띠는 소리가 가장 큰 {excerpt_s}초이고, 좁은 띠는 다음 수업에서 나눠 볼 "
    "1초예요.",
    marked_second="띠로 표시한 1초를 다음 수업에서 나눠 볼 거예요.",
    label_excerpt="자세히 볼 부분",
    label_second="1초",
)

TONES = Tones(
    title="푸리에: 순음의 합",
    what="조제프 푸리에는 어떤 소리든 순음(코사인 파)의 합이라는 것을 알아냈어요. 순음마다 "
    "주파수와 진폭과 위상이 있어요. <b>푸리에 변환</b>(Fourier transform)은 그 순음을 모두 "
    "찾아내요.",
    stretch="소리가 가장 큰 1초, {second_start}초부터 {second_stop}초까지를 볼게요. 표본 "
    "{n_stretch}개는 {spacing} Hz 간격으로 늘어선 순음 {n_components}개의 합이에요.",
    stretch_whole="녹음이 1초가 안 되니 전체를 볼게요. 표본 {n_stretch}개는 {spacing} Hz "
    "간격으로 늘어선 순음 {n_components}개의 합이에요.",
    single="표본 하나는 떨릴 수 없으니 나눠 볼 것이 없어요.",
    strongest="가장 센 순음은 {peak_hz} Hz이고 진폭은 풀 스케일의 {peak_amplitude}배예요. 목소리나 "
    "악기는 한 주파수의 배수마다 봉우리, 곧 배음(harmonics)이 줄지어 나타나요. 잡음은 그 사이를 "
    "채워요.",
    silent="이 부분에서는 아무것도 떨리지 않아서 이름 붙일 순음이 없어요. 모든 진폭이 0이에요.",
    title_table="서로 떨어져 있는 가장 센 순음",
    label_frequency="주파수 (Hz)",
    label_amplitude="진폭",
    spectrum="이 부분의 <b>스펙트럼</b>(spectrum)이에요. {spectrum_hz} Hz까지 순음마다 진폭을 "
    "그렸고, 가장 센 것에는 주파수를 적었어요.",
    alt_spectrum="주파수에 따른 진폭. {peak_hz} Hz에서 가장 세요.",
    shares="순음이 몇 개나 있어야 할까요? 가장 센 {k_first}개에 에너지의 {share_first}%가, "
    "{k_most}개에 90%가 들어 있어요. {n_components}개를 모두 더하고 이 부분의 평균 {offset}도 "
    "더하면 표본이 하나도 빠짐없이 되살아나요.",
    sums="가장 센 순음을 더한 것(색)을 신호(회색) 위에 그렸어요. 이 순음들이 가장 큰 {sum_ms} "
    "ms예요. 순음이 많을수록 합이 신호에 가까워져요.",
    alt_sums="가장 센 순음 {count}개의 합을 신호 위에 그린 그림.",
    label_sum="{count}개의 합",
    title_when="스펙트럼이 잊는 것: 언제",
    when="이번에는 {excerpt_s}초를 한꺼번에 변환하고, 거꾸로 재생한 소리도 변환해 볼게요. 거꾸로 "
    "들으면 말은 알아들을 수 없고 북소리는 숨을 들이켜는 소리 같아요. 그런데도 두 스펙트럼은 "
    "같아요. 같은 순음이 같은 진폭으로 들어 있거든요.",
    when_same="진폭 {n_rev}개 가운데 가장 큰 차이가 최대 진폭의 {rev_difference}배밖에 안 돼요. "
    "64비트 계산의 반올림 오차예요. 일이 일어난 순서는 위상에 숨어 있는데, 크기만 보면 위상이 "
    "빠져 버려요.",
    when_exact="진폭 {n_rev}개가 조금도 다르지 않아요. 일이 일어난 순서는 위상에 숨어 있는데, "
    "크기만 보면 위상이 빠져 버려요.",
    when_silent="무음에서는 두 스펙트럼이 같은 까닭이 간단해요. 둘 다 0이니까요.",
    reversal="위는 녹음을 바로 놓은 것과 거꾸로 놓은 것, 아래는 각각의 스펙트럼이에요. 눈으로도 "
    "신경망으로도 두 스펙트럼을 구별할 수 없어요.",
    alt_reversal="바로 놓은 녹음과 거꾸로 놓은 녹음의 파형과 스펙트럼. 파형은 서로 뒤집혀 있고 "
    "스펙트럼은 같아요.",
    label_forward="바로",
    label_backward="거꾸로",
    label_same="같은 스펙트럼",
)

PIECES = Pieces(
    title="짧은 창: STFT",
    what="해결책은 더 자주 물어보는 거예요. 신호를 서로 겹치는 짧은 조각으로 잘라서 조각마다 "
    "변환해요. 이것이 <b>단시간 푸리에 변환</b>(short-time Fourier transform, STFT)이에요. 표본 "
    "수로 나타낸 길이 세 개가 방법을 정해요.",
    win_length="<code>win_length</code> = {win_length}, {win_ms} ms: 조각 하나에 소리가 얼마나 "
    "들어가는지예요. 창(window)은 조각의 양 끝을 부드럽게 줄여요. 뚝 자르면 모든 주파수에 흔적이 "
    "남거든요.",
    hop_length="<code>hop_length</code> = {hop_length}, {hop_ms} ms: 한 조각에서 다음 조각까지의 "
    "거리예요. 그림의 세로줄이 몇 개일지 정해요.",
    n_fft="<code>n_fft</code> = {n_fft}: 변환의 길이예요. n_fft / 2 + 1 = {n_bins}개의 주파수가 "
    "{bin_hz} Hz 간격으로 나와요. 창이 이보다 짧으면 나머지를 0으로 채워요. 주파수는 더 "
    "촘촘해지지만 새로 들리는 것은 없어요.",
    count="조각 하나가 <b>프레임</b>(frame) 하나가 돼요. 표본 {excerpt_n}개에서 "
    "1 + ⌊{excerpt_n} / {hop_length}⌋ = {n_frames}개의 프레임이 나와요.",
    shorter="녹음에는 표본이 {n_samples}개뿐이라, 창의 나머지는 0으로 채워요.",
    windows="녹음 {windows_ms} ms 위에 창을 실제 비율로 그렸어요. 위쪽은 이 페이지의 프런트 "
    "엔드이고 <code>n_fft</code>와 <code>win_length</code>가 같아요. 아래쪽은 음성 인식에서 쓰는 "
    "길이예요. {speech_hop_ms} ms마다 {speech_win_ms} ms 창을 놓고, 표본 {speech_n_fft}개 길이로 "
    "변환해요.",
    alt_windows="신호 위에 겹쳐 놓은 창들. hop_length, win_length, n_fft를 실제 비율로 나타냈어요.",
    label_zeros="창 뒤는 0",
    label_this="이 페이지",
    label_speech="음성 인식",
    title_trade="언제인가, 무엇인가: 둘 다는 안 돼요",
    trade="짧은 창은 언제인지 정확히 알지만 어떤 음인지는 흐릿하게 들어요. 긴 창은 음을 정확히 "
    "듣지만 언제인지가 흐려져요. 초로 나타낸 창의 길이와 헤르츠로 나타낸 주파수 간격을 곱하면 "
    "언제나 1이에요. {w_short_ms} ms와 {w_short_hz} Hz, {w_middle_ms} ms와 {w_middle_hz} Hz, "
    "{w_long_ms} ms와 {w_long_hz} Hz처럼요.",
    trade_silent="무음에서는 아래의 세 그림이 똑같이 비어 있어요.",
    views="같은 소리를 세 가지 창으로 봤어요. 왼쪽에서는 시간의 날카로운 경계를, 오른쪽에서는 "
    "주파수의 날카로운 선을 찾아보세요.",
    alt_view="창이 {ms} ms이고 주파수 간격이 {hz} Hz인 스펙트로그램.",
    label_view="{ms} ms · {hz} Hz 간격",
)

SCALE = Scale(
    title="멜 척도: 음이 얼마나 떨어져 들리는가",
    what="200 Hz에서 300 Hz로 올라가면 누구나 큰 차이를 들어요. 10,200 Hz에서 10,300 Hz로 "
    "올라가면 거의 아무도 몰라요. <b>멜 척도</b>(mel scale)는 같은 간격이 비슷한 크기로 들리도록 "
    "주파수 축을 구부려요.",
    formula="Mel(<i>f</i>) = 2595 · log<sub>10</sub>(1 + <i>f</i> / 700)",
    slaney="이것은 오쇼너시(O’Shaughnessy)의 식이고, HTK 도구로 널리 알려졌어요. librosa가 "
    "기본으로 쓰는 슬래니(Slaney)의 식은 1,000 Hz까지는 직선이고 그 위로는 로그예요. 모델마다 "
    "학습할 때 쓴 식이 다르고, 잘못 고르면 오류도 없이 성능만 떨어져요.",
    curve="이 녹음의 나이퀴스트 주파수까지 그린 두 멜 척도예요. 둘 다 1,000 Hz에서 약 1,000이 "
    "되도록 슬래니의 식을 늘렸어요.",
    alt_curve="주파수에 따른 두 멜 곡선. 처음에는 가파르고 갈수록 완만해져요.",
    title_why="500~1,000 Hz가 10~20 kHz보다 중요한 까닭",
    why="500 Hz에서 1,000 Hz까지는 {mel_low} mel이에요. 같은 500 Hz라도 10,000 Hz에서 10,500 "
    "Hz까지는 {mel_high} mel뿐이라 {mel_ratio}배나 좁아요. 헤르츠로는 스무 배 넓은 10~20 kHz를 "
    "다 합쳐도 {mel_wide} mel이에요.",
    bands="멜 척도에서 고르게 놓은 필터 {n_mels}개로 된 필터 뱅크(filter bank)도 그에 맞춰 "
    "나뉘어요. 중심이 500 Hz와 1,000 Hz 사이에 있는 밴드는 {bands_low}개이고, 10,000 Hz와 "
    "20,000 Hz 사이에 있는 밴드는 {bands_high}개예요. 그 위쪽에서는 500 Hz마다 "
    "{bands_high_per_500}개꼴이에요.",
    bands_cut="멜 척도에서 고르게 놓은 필터 {n_mels}개로 된 필터 뱅크(filter bank)도 그에 맞춰 "
    "나뉘어요. 중심이 500 Hz와 1,000 Hz 사이에 있는 밴드는 {bands_low}개인데, 이 녹음의 맨 위 "
    "500 Hz, 곧 {top_low} Hz와 {top_high} Hz 사이에는 {bands_top}개뿐이에요. {top_high} "
    "Hz보다 위로는 파일에 들을 것이 없어요.",
    bands_low_rate="이 녹음은 {nyquist} Hz에서 끝나서 그 범위를 다 담지 못해요. 밴드 "
    "{n_mels}개는 남은 범위에 멜 척도로 고르게 놓여요. 중심이 500 Hz와 1,000 Hz 사이에 있는 "
    "밴드는 {bands_low}개예요.",
    bands_none="이 녹음은 그 범위보다 낮은 {nyquist} Hz에서 끝나요. 밴드 {n_mels}개는 남은 "
    "범위에 멜 척도로 고르게 놓여요.",
    voice="마침 중요한 곳이에요. 모음을 구별해 주는 공명은 대부분 300 Hz와 3,000 Hz 사이에 있고, "
    "우리 귀도 거기서 가장 예민해요.",
    bank="주파수 위에 그린 필터 {n_mels}개예요. 필터마다 제 삼각형 아래에 있는 주파수의 파워를 "
    "더해요. 여덟 개마다 하나씩 색을 칠했어요. 가장 낮은 것은 폭이 {lowest_hz} Hz, 가장 높은 "
    "것은 {highest_hz} Hz예요.",
    alt_bank="주파수 위의 삼각형 {n_mels}개. 왼쪽은 좁고 촘촘하고 오른쪽은 넓어요.",
    empty="조금 깊은 이야기: 여기서 STFT의 주파수 간격은 {bin_hz} Hz인데, 밴드 {n_empty}개가 두 "
    "주파수 사이에 끼어요. 그런 밴드는 늘 비어 있어요. <code>n_fft</code>를 늘리거나 밴드 수를 "
    "줄이면 채워져요.",
    label_htk="2595 log₁₀(1 + f / 700)",
    label_slaney="슬래니 (늘린 것)",
)

DECIBELS = Decibels(
    title="파워, 멜, 데시벨",
    power="STFT는 진폭의 제곱인 <b>파워</b>(power)를 줘요.",
    dark="그대로 그리면 그림이 거의 까매요. 몇 안 되는 칸에 거의 모든 파워가 들어 있거든요.",
    mel="필터 뱅크를 지나면 주파수 {n_bins}개가 밴드 {n_mels}개가 돼요. 이제 축이 귀를 닮았어요.",
    mel_dark="그래도 그림은 아직 어두워요. 칸의 {dark_share}%가 가장 밝은 칸의 100분의 1도 안 "
    "돼요.",
    mel_even="칸의 {dark_share}%만 가장 밝은 칸의 100분의 1에 못 미쳐요. 드물게 고른 소리예요. "
    "말소리나 음악에서는 거의 모든 칸이 그래요.",
    decibel="귀는 여기서도 비율을 들어요. <b>데시벨</b>(decibel, dB)도 그래요. 10 · "
    "log<sub>10</sub>(파워)이니, 파워가 열 배가 될 때마다 10 dB씩 커져요. 같은 칸을 데시벨로 "
    "보면 절반이 가장 밝은 칸에서 {middle_db} dB 안에 들어와요.",
    range="가장 밝은 칸보다 {range_shown} dB 넘게 낮은 것은 잡음뿐이라 그 선까지 끌어올려요. "
    "여기서 결과는 {min_db} dB부터 {max_db} dB까지예요.",
    silent="무음에서는 파워가 모두 0이고, 0에는 로그가 없어요. 그래서 10<sup>−10</sup>을 "
    "바닥값으로 대신 넣어요. 모든 칸이 {max_db} dB이에요.",
    caption="같은 프레임 {n_frames}개를 세 번 그렸어요. 주파수별 파워, 멜 밴드별 파워, 데시벨로 "
    "나타낸 멜 밴드예요. 마지막 단계를 거쳐야 작은 소리가 보여요.",
    alt="같은 프레임을 그린 그림 세 개: 파워, 멜 파워, 데시벨.",
    label_power="파워",
    label_mel="멜 파워",
    label_db="데시벨",
)

RESULT = Result(
    title="멜 스펙트로그램",
    what="이제 다 왔어요. 표본 {excerpt_n}개가 밴드 {n_mels}개짜리 프레임 {n_frames}개가 됐고, "
    "값은 데시벨이에요. 악보처럼 왼쪽에서 오른쪽으로 읽으면 돼요. 가로는 시간, 세로는 "
    "음높이이고, 밝을수록 소리가 커요.",
    caption="{name}의 멜 스펙트로그램(mel-spectrogram)이에요.",
    alt="밴드 {n_mels}개, 프레임 {n_frames}개의 멜 스펙트로그램. {min_db} dB부터 {max_db} dB까지.",
    silent="무음에는 레벨이 하나뿐이라 전체가 한 가지 색이에요.",
    label_player="녹음 듣기",
    original="재생기에는 파일이 그대로 들어 있어요.",
    encoded="재생기에는 녹음을 한 채널로 합쳐 {player_encoding} 형식으로 다시 만든 "
    "소리({player_size})가 들어 있어요.",
    encoded_excerpt="재생기에는 소리가 가장 큰 "
    "{excerpt_s}초({excerpt_start}초~{excerpt_stop}초)만 들어 있어요. 그림과 같은 부분이고, 한 "
    "채널로 합쳐 {player_encoding} 형식으로 다시 만들었어요({player_size}).",
    no_player="이런 형식의 소리는 브라우저가 재생하지 못해서 재생기가 없어요.",
)

TENSOR = Tensor(
    title="신경망이 보는 것",
    what="합성곱 신경망(convolutional neural network, CNN)은 채널이 하나인 이미지를 봐요. 숫자가 "
    "늘어선 덩어리, 곧 <b>텐서</b>예요. 초도 헤르츠도 몰라요. 덩어리에서 이웃이면 시간과 "
    "음높이에서도 이웃이고, 신경망은 바로 그것을 배워요.",
    title_facts="이 녹음의 텐서",
    label_shape="모양: 채널, 밴드, 프레임",
    label_type="숫자의 종류",
    label_range="최솟값과 최댓값",
    label_memory="메모리",
    label_mean="평균과 표준 편차",
    caption="숫자 {n_values}개 가운데 가장 밝은 칸(밴드 {corner_band}, 프레임 {corner_frame}) "
    "둘레의 {corner_rows} × {corner_columns}칸이에요. 값은 데시벨이에요.",
    alt="데시벨 값을 적은 색칠된 칸의 표. 밴드 {corner_band}, 프레임 {corner_frame}에서 가장 "
    "밝아요.",
    code="melgram으로 같은 텐서를 만들 수 있어요.",
    normalise="신경망은 0 근처의 숫자를 좋아해요. 평균 {mean} dB을 빼고 표준 편차 {deviation} "
    "dB로 나누세요. 학습 데이터에서는 전체에서 구한 값을 써요. 그러면 이 텐서는 {min_normal}부터 "
    "{max_normal}까지가 돼요.",
    normalise_silent="신경망은 0 근처의 숫자를 좋아해서, 보통 평균을 빼고 표준 편차로 나눠요. "
    "여기서는 표준 편차가 0이라 나누면 안 돼요. 무음 클립은 빼거나, 학습 데이터 전체에서 구한 "
    "값을 쓰세요.",
    next="위스퍼(Whisper)처럼 잘 알려진 모델의 프런트 엔드는 이름 하나만 바꾸면 쓸 수 있어요. "
    "<code>melgram presets</code>가 목록을 보여 줘요.",
)

KOREAN = Texts(
    language="ko",
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
