<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name></name>
    <message>
        <source>1 finding</source>
        <translation>1 项发现</translation>
    </message>
    <message>
        <source>1 finding does not count here</source>
        <translation>1 项发现在此不计</translation>
    </message>
    <message>
        <source>1 finding left out</source>
        <translation>略去 1 项发现</translation>
    </message>
    <message>
        <source>1 key</source>
        <translation>1 个键</translation>
    </message>
    <message>
        <source>A base by its name or link; pick one of its revisions</source>
        <translation>按名称或链接添加基座，并选取一个修订版本</translation>
    </message>
    <message>
        <source>A cell for each module of each layer. Click one to go there.</source>
        <translation>每层的每个模块各占一格，点击即可跳转。</translation>
    </message>
    <message>
        <source>A look round</source>
        <translation>界面导览</translation>
    </message>
    <message>
        <source>Acts?</source>
        <translation>起作用？</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Adapter reaches</source>
        <translation>适配器幅度</translation>
    </message>
    <message>
        <source>Adapters: a row each</source>
        <translation>适配器：每个一行</translation>
    </message>
    <message>
        <source>Add adapters to the matrix…</source>
        <translation>向矩阵添加适配器…</translation>
    </message>
    <message>
        <source>Add base file…</source>
        <translation>添加基座文件…</translation>
    </message>
    <message>
        <source>Add base…</source>
        <translation>添加基座…</translation>
    </message>
    <message>
        <source>Add from the Hub…</source>
        <translation>从 Hub 添加…</translation>
    </message>
    <message>
        <source>Add the base that was copied</source>
        <translation>添加已复制的基座</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>All rules…</source>
        <translation>所有规则…</translation>
    </message>
    <message>
        <source>An adapter and several bases</source>
        <translation>一个适配器和若干基座</translation>
    </message>
    <message>
        <source>Back to the welcome page</source>
        <translation>回到欢迎页</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基座模型</translation>
    </message>
    <message>
        <source>Base moved</source>
        <translation>基座变动</translation>
    </message>
    <message>
        <source>Bases: a column each</source>
        <translation>基座：每个一列</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Below the noise: {}</source>
        <translation>低于噪声：{}</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Changes nothing: with the adapter every output is equal to the bit</source>
        <translation>毫无变化：启用适配器后，所有输出逐位相同</translation>
    </message>
    <message>
        <source>Changes outputs: the embeddings turn to a cosine of {}</source>
        <translation>改变输出：嵌入与原先的余弦为 {}</translation>
    </message>
    <message>
        <source>Changes outputs: {} of {} predictions flip</source>
        <translation>改变输出：{1} 个预测中有 {0} 个翻转</translation>
    </message>
    <message>
        <source>Changes outputs: {} of {} top-1 predictions flip</source>
        <translation>改变输出：{1} 个 top-1 预测中有 {0} 个翻转</translation>
    </message>
    <message>
        <source>Checked; nothing found.</source>
        <translation>已检查，未发现问题。</translation>
    </message>
    <message>
        <source>Choose Python for dry run and probe…</source>
        <translation>选择用于试加载和探测的 Python…</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Close all</source>
        <translation>全部关闭</translation>
    </message>
    <message>
        <source>Close every row of the trees</source>
        <translation>收起树中的所有行</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>全部收起</translation>
    </message>
    <message>
        <source>Compare bases</source>
        <translation>比较基座</translation>
    </message>
    <message>
        <source>Compare the other way round</source>
        <translation>交换方向进行比较</translation>
    </message>
    <message>
        <source>Compare this base with another one to measure it.</source>
        <translation>将此基座与另一个基座比较即可测得。</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>与其他基座比较…</translation>
    </message>
    <message>
        <source>Comparing the values …</source>
        <translation>正在比较数值…</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制键</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>复制行</translation>
    </message>
    <message>
        <source>Copy selected rows as JSON</source>
        <translation>将选中的各行复制为 JSON</translation>
    </message>
    <message>
        <source>Copy selected rows as text</source>
        <translation>将选中的各行复制为文本</translation>
    </message>
    <message>
        <source>Copy the selected keys</source>
        <translation>复制选中的键</translation>
    </message>
    <message>
        <source>Cosine similarity of the outputs with and without the adapter, mean over prompts</source>
        <translation>启用与不启用适配器时输出的余弦相似度，对提示词取平均</translation>
    </message>
    <message>
        <source>Count the answers that the base&apos;s move breaks</source>
        <translation>统计因基座变动而答错的数量</translation>
    </message>
    <message>
        <source>Drop every base and revision here; each has its own verdict.</source>
        <translation>把各个基座和修订版本拖到这里，各有各的结论。</translation>
    </message>
    <message>
        <source>Effective rank</source>
        <translation>有效秩</translation>
    </message>
    <message>
        <source>Every command and its keys on one page</source>
        <translation>一页列出所有命令及其快捷键</translation>
    </message>
    <message>
        <source>Every open adapter on every base, and back</source>
        <translation>每个打开的适配器对每个基座；再按返回</translation>
    </message>
    <message>
        <source>Every rule, and what became of it here</source>
        <translation>所有规则及其在此处的结果</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Explain the finding</source>
        <translation>解释该发现</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Fate</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Find a command by its name</source>
        <translation>按名称查找命令</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>解决</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Frobenius norm of what the adapter adds</source>
        <translation>适配器增量的 Frobenius 范数</translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation>GGUF</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Go to the module</source>
        <translation>转到该模块</translation>
    </message>
    <message>
        <source>Go to the next pane</source>
        <translation>转到下一个窗格</translation>
    </message>
    <message>
        <source>Go to the next tensor in trouble</source>
        <translation>转到下一个有问题的张量</translation>
    </message>
    <message>
        <source>Go to the pane before</source>
        <translation>转到上一个窗格</translation>
    </message>
    <message>
        <source>Go to the tensor in trouble before</source>
        <translation>转到上一个有问题的张量</translation>
    </message>
    <message>
        <source>Golden set…</source>
        <translation>黄金集…</translation>
    </message>
    <message>
        <source>HTML</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Hold the selected base against another one</source>
        <translation>将选中的基座与另一个对照</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub on request</source>
        <translation>按需访问 Hub</translation>
    </message>
    <message>
        <source>In a filter&apos;s box</source>
        <translation>在筛选框中</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>在适配器库中</translation>
    </message>
    <message>
        <source>In the map</source>
        <translation>在模块图中</translation>
    </message>
    <message>
        <source>In the trees</source>
        <translation>在树中</translation>
    </message>
    <message>
        <source>Its base?</source>
        <translation>原基座？</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JUnit XML</source>
        <translation>JUnit XML</translation>
    </message>
    <message>
        <source>Jensen–Shannon</source>
        <translation>Jensen–Shannon</translation>
    </message>
    <message>
        <source>Jensen–Shannon divergence, mean over positions; at most ln 2</source>
        <translation>Jensen–Shannon 散度，对位置取平均；上限为 ln 2</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>KL in its template</source>
        <translation>模板内 KL</translation>
    </message>
    <message>
        <source>KL on the prompts as they are → inside the chat template of {}</source>
        <translation>KL：原样的提示词 → 套入 {} 的对话模板</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Kullback–Leibler divergence base ‖ adapted, mean over positions</source>
        <translation>Kullback–Leibler 散度（基座 ‖ 启用适配器），对位置取平均</translation>
    </message>
    <message>
        <source>Lands</source>
        <translation>落位</translation>
    </message>
    <message>
        <source>Largest difference between two runs of the same prompt on the base; an effect counts above it</source>
        <translation>同一提示词在基座上运行两次的最大差异；超过它才算有效应</translation>
    </message>
    <message>
        <source>Largest difference of any logit, with against without the adapter</source>
        <translation>启用与不启用适配器之间 logit 的最大差异</translation>
    </message>
    <message>
        <source>Largest singular value of ΔW</source>
        <translation>ΔW 的最大奇异值</translation>
    </message>
    <message>
        <source>Left out ({}) by {}: {}.</source>
        <translation>被 {1} 略去（{0}）：{2}。</translation>
    </message>
    <message>
        <source>Left out ({}){}: {}.</source>
        <translation>已略去（{}）{}：{}。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>适配器库</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Matrix of adapters and bases</source>
        <translation>适配器与基座矩阵</translation>
    </message>
    <message>
        <source>Mean over all positions and classes</source>
        <translation>对所有位置和类别取平均</translation>
    </message>
    <message>
        <source>Measure its effect</source>
        <translation>测量其效应</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Module by module, without running the model: {} of {} change their output</source>
        <translation>逐个模块，不运行模型：{1} 个中有 {0} 个改变输出</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Narrow the trees by name</source>
        <translation>按名称缩小树的范围</translation>
    </message>
    <message>
        <source>Next base</source>
        <translation>下一个基座</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一个窗格</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>No revision is recorded: a base that moves on is not noticed; lock it.</source>
        <translation>未记录修订版本：基座变动将无从察觉，请锁定它。</translation>
    </message>
    <message>
        <source>No training data is named.</source>
        <translation>未注明训练数据。</translation>
    </message>
    <message>
        <source>Nobody is named to ask.</source>
        <translation>未注明可询问的人。</translation>
    </message>
    <message>
        <source>Not checked. {}</source>
        <translation>未检查。{}</translation>
    </message>
    <message>
        <source>Not finite: with the adapter the outputs hold NaN or infinity</source>
        <translation>非有限：启用适配器后输出含有 NaN 或无穷大</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing found that stands in the way.</source>
        <translation>未发现任何障碍。</translation>
    </message>
    <message>
        <source>One .safetensors, .gguf or config.json</source>
        <translation>一个 .safetensors、.gguf 或 config.json</translation>
    </message>
    <message>
        <source>One adapter</source>
        <translation>1 个适配器</translation>
    </message>
    <message>
        <source>One more adapter, or every adapter below a folder</source>
        <translation>再加一个适配器，或文件夹下的所有适配器</translation>
    </message>
    <message>
        <source>One more base</source>
        <translation>再添加一个基座</translation>
    </message>
    <message>
        <source>One sentence: does it load, does it land, does it act.</source>
        <translation>一句话：能否加载、是否落位、是否起作用。</translation>
    </message>
    <message>
        <source>One that has torch, transformers and peft</source>
        <translation>须装有 torch、transformers 和 peft</translation>
    </message>
    <message>
        <source>Only mismatches</source>
        <translation>仅看不匹配项</translation>
    </message>
    <message>
        <source>Only one of the bases has this module.</source>
        <translation>只有其中一个基座有此模块。</translation>
    </message>
    <message>
        <source>Open adapter…</source>
        <translation>打开适配器…</translation>
    </message>
    <message>
        <source>Open an adapter folder</source>
        <translation>打开一个适配器文件夹</translation>
    </message>
    <message>
        <source>Open everything below</source>
        <translation>展开其下所有行</translation>
    </message>
    <message>
        <source>Open or close a row</source>
        <translation>展开或收起一行</translation>
    </message>
    <message>
        <source>Open the adapter</source>
        <translation>打开该适配器</translation>
    </message>
    <message>
        <source>Open the example</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>Open this adapter instead</source>
        <translation>改为打开此适配器</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Paste a Hub link</source>
        <translation>粘贴 Hub 链接</translation>
    </message>
    <message>
        <source>Perplexity of the prompts themselves, without → with the adapter</source>
        <translation>提示词本身的困惑度，不启用 → 启用适配器</translation>
    </message>
    <message>
        <source>Previous base</source>
        <translation>上一个基座</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>上一个窗格</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>上一个问题</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Put a base model on the shelf</source>
        <translation>将一个基座模型放入基座栏</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Rank of the adapter&apos;s factors</source>
        <translation>适配器因子的秩</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>作用幅度</translation>
    </message>
    <message>
        <source>Read everything again from disk</source>
        <translation>从磁盘重新读取全部内容</translation>
    </message>
    <message>
        <source>Readable</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>Relative to the base&apos;s own weight</source>
        <translation>相对于基座自身的权重</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Remove base</source>
        <translation>移除基座</translation>
    </message>
    <message>
        <source>Run the probe to measure it.</source>
        <translation>运行探测即可测得。</translation>
    </message>
    <message>
        <source>Runs the model with and without the adapter, and measures.</source>
        <translation>在启用和不启用适配器的情况下各运行一次模型，并测量差异。</translation>
    </message>
    <message>
        <source>SARIF</source>
        <translation>SARIF</translation>
    </message>
    <message>
        <source>Save a repaired copy…</source>
        <translation>保存修复副本…</translation>
    </message>
    <message>
        <source>Save the rows shown…</source>
        <translation>保存显示的行…</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>See the report and save it: PDF, HTML, Markdown, JSON and more</source>
        <translation>查看并保存报告：PDF、HTML、Markdown、JSON 等</translation>
    </message>
    <message>
        <source>Select the base before</source>
        <translation>选择上一个基座</translation>
    </message>
    <message>
        <source>Select the next base</source>
        <translation>选择下一个基座</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Share of positions whose most likely prediction is another one</source>
        <translation>最可能的预测发生改变的位置所占比例</translation>
    </message>
    <message>
        <source>Share of prompts whose nearest neighbour among the prompts is another one</source>
        <translation>最近邻提示词发生改变的提示词所占比例</translation>
    </message>
    <message>
        <source>Show only the worst that does not land</source>
        <translation>只显示未落位项中最严重的一类</translation>
    </message>
    <message>
        <source>Show what is where on the workbench</source>
        <translation>介绍工作台各部分的位置</translation>
    </message>
    <message>
        <source>Something went wrong inside the inspector; this is a bug.</source>
        <translation>检查器内部出错，这是一个程序缺陷。</translation>
    </message>
    <message>
        <source>Stable rank</source>
        <translation>稳定秩</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>交换两侧</translation>
    </message>
    <message>
        <source>Switch the theme</source>
        <translation>切换主题</translation>
    </message>
    <message>
        <source>Take the selected base off the shelf</source>
        <translation>将选中的基座移出基座栏</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The adapters on this machine, and back</source>
        <translation>查看本机上的适配器，再次按下返回</translation>
    </message>
    <message>
        <source>The base has moved further here than the adapter reaches.</source>
        <translation>此处基座的变动超过了适配器的作用幅度。</translation>
    </message>
    <message>
        <source>The base has moved here, and less far than the adapter reaches.</source>
        <translation>此处基座有变动，但小于适配器的作用幅度。</translation>
    </message>
    <message>
        <source>The base has no slot for this tensor; the loader drops it without a word.</source>
        <translation>基座没有容纳此张量的槽位，加载器会不声不响地丢弃它。</translation>
    </message>
    <message>
        <source>The headers alone do not tell; a dry run does.</source>
        <translation>仅凭文件头无法判断，试加载可以。</translation>
    </message>
    <message>
        <source>The loader makes this slot and the file does not fill it.</source>
        <translation>加载器建立了此槽位，但文件没有填充它。</translation>
    </message>
    <message>
        <source>The loader puts this tensor into its slot.</source>
        <translation>加载器将此张量放入其槽位。</translation>
    </message>
    <message>
        <source>The map</source>
        <translation>模块图</translation>
    </message>
    <message>
        <source>The newer base differs by a low-rank matrix, as where another LoRA was merged.</source>
        <translation>新基座相差一个低秩矩阵，如同合并过另一个 LoRA。</translation>
    </message>
    <message>
        <source>The newer base has other weights here: another model of the same shape.</source>
        <translation>新基座在此处的权重不同：形状相同的另一个模型。</translation>
    </message>
    <message>
        <source>The newer base holds the adapter&apos;s change already: it would act twice.</source>
        <translation>新基座已包含此适配器的改动：再加载会作用两次。</translation>
    </message>
    <message>
        <source>The probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>The shapes differ, so values cannot be compared.</source>
        <translation>形状不同，无法比较数值。</translation>
    </message>
    <message>
        <source>The shelf</source>
        <translation>基座栏</translation>
    </message>
    <message>
        <source>The slot exists, but its shape is another one.</source>
        <translation>槽位存在，但形状不同。</translation>
    </message>
    <message>
        <source>The values were not compared.</source>
        <translation>未比较数值。</translation>
    </message>
    <message>
        <source>The verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>The weights are the same on both.</source>
        <translation>两侧权重相同。</translation>
    </message>
    <message>
        <source>Theme, language, start, network, folders</source>
        <translation>主题、语言、启动、网络、文件夹</translation>
    </message>
    <message>
        <source>There is no README.md: neither training data nor anybody to ask is named.</source>
        <translation>没有 README.md：既未注明训练数据，也未注明可询问的人。</translation>
    </message>
    <message>
        <source>This tensor carries a weight of the base itself and replaces it.</source>
        <translation>此张量携带基座自身的权重并将其替换。</translation>
    </message>
    <message>
        <source>Values are compared when the dry runs are done …</source>
        <translation>试加载完成后比较数值…</translation>
    </message>
    <message>
        <source>Values are compared with the base&apos;s when it is read.</source>
        <translation>读取基座后即与其数值比较。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What becomes of the adapter&apos;s tensors there</source>
        <translation>适配器的张量在那里的去向</translation>
    </message>
    <message>
        <source>What its rule means, and why</source>
        <translation>其规则的含义与缘由</translation>
    </message>
    <message>
        <source>What the arithmetic of {} alone may move; an effect counts above it</source>
        <translation>仅 {} 运算本身可能带来的偏差；超过它才算有效应</translation>
    </message>
    <message>
        <source>What the base&apos;s move means for this adapter</source>
        <translation>基座的变动对此适配器意味着什么</translation>
    </message>
    <message>
        <source>What the filter leaves of the trees or of the library, as CSV or JSON</source>
        <translation>将树或适配器库中筛选后留下的行存为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>What the product of the factors is multiplied by</source>
        <translation>因子乘积所乘的系数</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>缘由</translation>
    </message>
    <message>
        <source>Why a figure is missing</source>
        <translation>为何缺少某个数值</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Write a copy under names by which every tensor lands</source>
        <translation>写出一个改名后的副本，使所有张量都能落位</translation>
    </message>
    <message>
        <source>a dry run</source>
        <translation>试加载</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>acts</source>
        <translation>起作用</translation>
    </message>
    <message>
        <source>acts, {}</source>
        <translation>起作用，{}</translation>
    </message>
    <message>
        <source>acts: {}</source>
        <translation>作用：{}</translation>
    </message>
    <message>
        <source>adapter reaches {}</source>
        <translation>适配器幅度 {}</translation>
    </message>
    <message>
        <source>adapter {}</source>
        <translation>适配器 {}</translation>
    </message>
    <message>
        <source>adapter_config.json names no base.</source>
        <translation>adapter_config.json 未注明基座。</translation>
    </message>
    <message>
        <source>already merged</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>as the terminal shows it</source>
        <translation>与终端显示的一致</translation>
    </message>
    <message>
        <source>base moved {}</source>
        <translation>基座变动 {}</translation>
    </message>
    <message>
        <source>base needs {}</source>
        <translation>基座需要 {}</translation>
    </message>
    <message>
        <source>base not here</source>
        <translation>基座不在本机</translation>
    </message>
    <message>
        <source>both wrong</source>
        <translation>两次皆错</translation>
    </message>
    <message>
        <source>brought by the adapter</source>
        <translation>由适配器自带</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>config only</source>
        <translation>仅配置</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>cosine {}</source>
        <translation>余弦 {}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a date, in Qt&apos;s letters</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>dry run</source>
        <translation>试加载</translation>
    </message>
    <message>
        <source>dry run failed</source>
        <translation>试加载失败</translation>
    </message>
    <message>
        <source>dry run …</source>
        <translation>试加载中…</translation>
    </message>
    <message>
        <source>effect</source>
        <translation>效应</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>every key, for a spreadsheet</source>
        <translation>所有的键，用于电子表格</translation>
    </message>
    <message>
        <source>everything, for programs</source>
        <translation>全部内容，供程序使用</translation>
    </message>
    <message>
        <source>exp of the entropy of σ / Σσ (Roy &amp; Vetterli 2007)</source>
        <translation>σ / Σσ 的熵取指数（Roy &amp; Vetterli 2007）</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>fits on {} of {}</source>
        <translation>适配 {} / {}</translation>
    </message>
    <message>
        <source>flips in its template</source>
        <translation>模板内翻转</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>for a pull request or an issue</source>
        <translation>用于拉取请求或议题</translation>
    </message>
    <message>
        <source>for a test dashboard</source>
        <translation>用于测试看板</translation>
    </message>
    <message>
        <source>for an unnamed base</source>
        <translation>基座未注明</translation>
    </message>
    <message>
        <source>for code scanning</source>
        <translation>用于代码扫描</translation>
    </message>
    <message>
        <source>for {}</source>
        <translation>用于 {}</translation>
    </message>
    <message>
        <source>headers</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>headers alone</source>
        <translation>仅文件头</translation>
    </message>
    <message>
        <source>how far the base&apos;s weights moved, ‖W_to − W_from‖ / ‖W_from‖</source>
        <translation>基座权重的变动幅度，‖W_to − W_from‖ / ‖W_from‖</translation>
    </message>
    <message>
        <source>inert</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>landed</source>
        <translation>已落位</translation>
    </message>
    <message>
        <source>largest change</source>
        <translation>最大变化</translation>
    </message>
    <message>
        <source>largest change {}</source>
        <translation>最大变化 {}</translation>
    </message>
    <message>
        <source>largest |Δlogit|</source>
        <translation>最大 |Δlogit|</translation>
    </message>
    <message>
        <source>last verdict {} on {}</source>
        <translation>上次结论为{}，基座 {}</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>low-rank change</source>
        <translation>低秩变化</translation>
    </message>
    <message>
        <source>mean |Δlogit|</source>
        <translation>平均 |Δlogit|</translation>
    </message>
    <message>
        <source>median change</source>
        <translation>变化中位数</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>modules not known</source>
        <translation>模块未知</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>有变动</translation>
    </message>
    <message>
        <source>moved further</source>
        <translation>变动更大</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>needs {}</source>
        <translation>需要 {}</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负翻转</translation>
    </message>
    <message>
        <source>no base</source>
        <translation>无基座</translation>
    </message>
    <message>
        <source>no base named</source>
        <translation>未注明基座</translation>
    </message>
    <message>
        <source>no model card</source>
        <translation>无模型卡片</translation>
    </message>
    <message>
        <source>no owner</source>
        <translation>无负责人</translation>
    </message>
    <message>
        <source>no revision</source>
        <translation>无修订版本</translation>
    </message>
    <message>
        <source>no slot in the base</source>
        <translation>基座中无槽位</translation>
    </message>
    <message>
        <source>no such module</source>
        <translation>无此模块</translation>
    </message>
    <message>
        <source>no training data</source>
        <translation>无训练数据</translation>
    </message>
    <message>
        <source>noise floor</source>
        <translation>噪声基底</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>未比较</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>not in the file</source>
        <translation>文件中没有</translation>
    </message>
    <message>
        <source>not inspected</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not targeted</source>
        <translation>非目标</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未发现问题</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>one base</source>
        <translation>1 个基座</translation>
    </message>
    <message>
        <source>one file for a browser, light and dark, sortable</source>
        <translation>供浏览器打开的单个文件，浅色与深色，可排序</translation>
    </message>
    <message>
        <source>orphan: {}</source>
        <translation>信息不全：{}</translation>
    </message>
    <message>
        <source>orphaned</source>
        <translation>无槽位</translation>
    </message>
    <message>
        <source>other neighbour</source>
        <translation>最近邻改变</translation>
    </message>
    <message>
        <source>other shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>other weights</source>
        <translation>权重不同</translation>
    </message>
    <message>
        <source>overwrites the base</source>
        <translation>覆盖基座</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正翻转</translation>
    </message>
    <message>
        <source>rank of the change {}</source>
        <translation>变化的秩 {}</translation>
    </message>
    <message>
        <source>rank {}</source>
        <translation>秩 {}</translation>
    </message>
    <message>
        <source>reach</source>
        <translation>幅度</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>读取中…</translation>
    </message>
    <message>
        <source>relative change of the module&apos;s output, ‖y_on − y_off‖ / ‖y_off‖</source>
        <translation>模块输出的相对变化，‖y_on − y_off‖ / ‖y_off‖</translation>
    </message>
    <message>
        <source>relative gap σ {}</source>
        <translation>相对间隙 σ {}</translation>
    </message>
    <message>
        <source>rounding</source>
        <translation>舍入误差</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>shape differs</source>
        <translation>形状不符</translation>
    </message>
    <message>
        <source>share of ΔW in the change, ρ {}</source>
        <translation>ΔW 在变化中的占比，ρ {}</translation>
    </message>
    <message>
        <source>smallest change</source>
        <translation>最小变化</translation>
    </message>
    <message>
        <source>switched off, the base is not itself again</source>
        <translation>关闭适配器后，基座没有恢复原样</translation>
    </message>
    <message>
        <source>the adapter&apos;s tokenizer</source>
        <translation>适配器的分词器</translation>
    </message>
    <message>
        <source>the base&apos;s tokenizer</source>
        <translation>基座的分词器</translation>
    </message>
    <message>
        <source>to send on: verdict first, every key, searchable</source>
        <translation>便于转发：结论在前，列出所有键，可搜索</translation>
    </message>
    <message>
        <source>top-1 flips</source>
        <translation>top-1 翻转</translation>
    </message>
    <message>
        <source>trained on this base</source>
        <translation>在此基座上训练</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>waiting …</source>
        <translation>等待中…</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>weights moved {}</source>
        <translation>权重变动 {}</translation>
    </message>
    <message>
        <source>what the adapter adds, ‖ΔW‖ / ‖W‖</source>
        <translation>适配器的增量，‖ΔW‖ / ‖W‖</translation>
    </message>
    <message>
        <source>{} ({})</source>
        <translation>{}（{}）</translation>
    </message>
    <message>
        <source>{} adapters</source>
        <translation>{} 个适配器</translation>
    </message>
    <message>
        <source>{} alike</source>
        <translation>{} 个相同</translation>
    </message>
    <message>
        <source>{} alone</source>
        <comment>a base without an adapter</comment>
        <translation>仅 {}</translation>
    </message>
    <message>
        <source>{} bases</source>
        <translation>{} 个基座</translation>
    </message>
    <message>
        <source>{} by {}</source>
        <translation>{}（由 {}）</translation>
    </message>
    <message>
        <source>{} findings</source>
        <translation>{} 项发现</translation>
    </message>
    <message>
        <source>{} findings do not count here</source>
        <translation>{} 项发现在此不计</translation>
    </message>
    <message>
        <source>{} findings left out</source>
        <translation>略去 {} 项发现</translation>
    </message>
    <message>
        <source>{} found</source>
        <translation>发现 {} 项</translation>
    </message>
    <message>
        <source>{} is neither in the Hub cache nor on this disk.</source>
        <translation>{} 既不在 Hub 缓存中，也不在本机磁盘上。</translation>
    </message>
    <message>
        <source>{} keys</source>
        <translation>{} 个键</translation>
    </message>
    <message>
        <source>{} land</source>
        <translation>{} 落位</translation>
    </message>
    <message>
        <source>{} layers</source>
        <translation>{} 层</translation>
    </message>
    <message>
        <source>{} nats</source>
        <translation>{} nats</translation>
    </message>
    <message>
        <source>{} negative flips</source>
        <translation>{} 负翻转</translation>
    </message>
    <message>
        <source>{} not in the file</source>
        <translation>{} 不在文件中</translation>
    </message>
    <message>
        <source>{} of {} fit</source>
        <translation>{} / {} 适配</translation>
    </message>
    <message>
        <source>{} of {} pairs fit.</source>
        <translation>{1} 对中有 {0} 对适配。</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation>{} · {}</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <comment>an adapter on a base</comment>
        <translation>{} · {}</translation>
    </message>
    <message>
        <source>{} on {} bases</source>
        <translation>{} · {} 个基座</translation>
    </message>
    <message>
        <source>{} on {}.</source>
        <translation>{}，{}。</translation>
    </message>
    <message>
        <source>{} on {}: {}</source>
        <translation>{} 用于 {}：{}</translation>
    </message>
    <message>
        <source>{} on {}: {}, {} of {} tensors land, by {}</source>
        <translation>{0} 用于 {1}：{2}，{4} 个张量中 {3} 个已落位，依据{5}</translation>
    </message>
    <message>
        <source>{} tensors</source>
        <translation>{} 个张量</translation>
    </message>
    <message>
        <source>{} trained on</source>
        <translation>{} 训练基座</translation>
    </message>
    <message>
        <source>{}, by {}</source>
        <translation>{}，由 {}</translation>
    </message>
    <message>
        <source>{}, cannot be read: {}</source>
        <translation>{}，无法读取：{}</translation>
    </message>
    <message>
        <source>{}, the most of {} modules</source>
        <translation>{}，为 {} 个模块中的最大值</translation>
    </message>
    <message>
        <source>{}. {}</source>
        <translation>{}。{}</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
    <message>
        <source>{}: {} not finite</source>
        <translation>{}：{} 非有限</translation>
    </message>
    <message>
        <source>{}; the dry run failed</source>
        <translation>{}；试加载失败</translation>
    </message>
    <message>
        <source>{}; the dry run is under way</source>
        <translation>{}；正在试加载</translation>
    </message>
    <message>
        <source>σ₁</source>
        <translation>σ₁</translation>
    </message>
    <message>
        <source>σ₁ share</source>
        <translation>σ₁ 占比</translation>
    </message>
    <message>
        <source>σ₁² / Σσ²</source>
        <translation>σ₁² / Σσ²</translation>
    </message>
    <message>
        <source>‖(W′ − W)x‖ / ‖Wx‖ on Gaussian inputs, each module alone</source>
        <translation>高斯输入下的 ‖(W′ − W)x‖ / ‖Wx‖，各模块单独测量</translation>
    </message>
    <message>
        <source>‖W_to − W_from‖ / ‖W_from‖: how far the base&apos;s weight moved</source>
        <translation>‖W_to − W_from‖ / ‖W_from‖：基座权重的变动幅度</translation>
    </message>
    <message>
        <source>‖ΔW‖</source>
        <translation>‖ΔW‖</translation>
    </message>
    <message>
        <source>‖ΔW‖ / ‖W_from‖: how far the adapter itself moves that weight</source>
        <translation>‖ΔW‖ / ‖W_from‖：适配器自身对该权重的改动幅度</translation>
    </message>
    <message>
        <source>‖ΔW‖ / ‖W‖</source>
        <translation>‖ΔW‖ / ‖W‖</translation>
    </message>
    <message>
        <source>‖ΔW‖² / σ₁²</source>
        <translation>‖ΔW‖² / σ₁²</translation>
    </message>
    <message>
        <source>… and {} more</source>
        <translation>… 另有 {} 个</translation>
    </message>
    <message>
        <source>▶  Probe</source>
        <translation>▶  探测</translation>
    </message>
</context>
<context>
    <name>AdapterAlone</name>
    <message>
        <source>reading values …</source>
        <translation>读取数值…</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>All commands</source>
        <translation>所有命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Add base…</source>
        <translation>添加基座…</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Drop a base model here
to see where every tensor lands</source>
        <translation>将基座模型拖到这里
查看每个张量落在何处</translation>
    </message>
    <message>
        <source>Laying out the tree …</source>
        <translation>正在生成树…</translation>
    </message>
    <message>
        <source>Nothing here matches the filter.</source>
        <translation>这里没有符合筛选条件的内容。</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>This expression cannot be used: {}</source>
        <translation>无法使用此表达式：{}</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>无法读取 {}</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>No golden set was answered on these two.</source>
        <translation>尚未用黄金集在这两个基座上作答。</translation>
    </message>
</context>
<context>
    <name>ComparisonHead</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compare the other way round (Ctrl+Shift+X)</source>
        <translation>交换方向进行比较（Ctrl+Shift+X）</translation>
    </message>
    <message>
        <source>Compare the values</source>
        <translation>比较数值</translation>
    </message>
    <message>
        <source>From {} to {}</source>
        <translation>从 {} 到 {}</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>比较进度</translation>
    </message>
    <message>
        <source>Stop reading values (Esc)</source>
        <translation>停止读取数值（Esc）</translation>
    </message>
    <message>
        <source>no base</source>
        <translation>无基座</translation>
    </message>
    <message>
        <source>{} %</source>
        <translation>{} %</translation>
    </message>
    <message>
        <source>⇄ Swap</source>
        <translation>⇄ 交换</translation>
    </message>
</context>
<context>
    <name>ComparisonPane</name>
    <message>
        <source>Add a second base: then this shows what its move means for the adapter.</source>
        <translation>再添加一个基座，这里便会显示基座的变动对适配器意味着什么。</translation>
    </message>
    <message>
        <source>Both are being read.</source>
        <translation>两者都在读取中。</translation>
    </message>
    <message>
        <source>Compare the two</source>
        <translation>比较这两个</translation>
    </message>
    <message>
        <source>Comparing {} and {} …</source>
        <translation>正在比较 {} 与 {}…</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Drag one card of the shelf onto another, or press Ctrl+Shift+K on a card.</source>
        <translation>将基座栏中的一张卡片拖到另一张上，或在卡片上按 Ctrl+Shift+K。</translation>
    </message>
    <message>
        <source>Drag one card of the shelf onto the other, or press Ctrl+K.</source>
        <translation>将基座栏中的一张卡片拖到另一张上，或按 Ctrl+K。</translation>
    </message>
    <message>
        <source>Nothing compared yet</source>
        <translation>尚未比较</translation>
    </message>
</context>
<context>
    <name>ComparisonViews</name>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Configuration {}</source>
        <translation>配置 {}</translation>
    </message>
    <message>
        <source>Count flips…</source>
        <translation>统计翻转…</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Flips {}</source>
        <translation>翻转 {}</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Modules {}</source>
        <translation>模块 {}</translation>
    </message>
    <message>
        <source>One side does not load</source>
        <translation>有一侧无法加载</translation>
    </message>
    <message>
        <source>The adapter has no tensors for any module.</source>
        <translation>适配器没有任何模块的张量。</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>What to compare</source>
        <translation>比较什么</translation>
    </message>
</context>
<context>
    <name>ConfigChanges</name>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Fields of config.json that differ</source>
        <translation>config.json 中不同的字段</translation>
    </message>
    <message>
        <source>Hide {} bookkeeping</source>
        <translation>隐藏 {} 个无关字段</translation>
    </message>
    <message>
        <source>No field of config.json differs.</source>
        <translation>config.json 的字段全部相同。</translation>
    </message>
    <message>
        <source>No field that matters to the adapter differs.</source>
        <translation>与适配器有关的字段全部相同。</translation>
    </message>
    <message>
        <source>Show {} bookkeeping</source>
        <translation>显示 {} 个无关字段</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>bookkeeping</source>
        <translation>无实际影响</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>as trained:  {}</source>
        <translation>训练时：{}</translation>
    </message>
    <message>
        <source>most:  {} at {}</source>
        <translation>最大：{}，位于 {}</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>{} not finite</source>
        <translation>{} 个非有限</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details of the selected key</source>
        <translation>选中键的详情</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>Its kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Not targeted: the adapter leaves this alone.</source>
        <translation>非目标：适配器不改动它。</translation>
    </message>
    <message>
        <source>Select a row in the trees or a cell of the map.</source>
        <translation>请在树中选择一行，或在模块图中选择一格。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>槽位</translation>
    </message>
    <message>
        <source>The base needs</source>
        <translation>基座需要</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>nothing: no such slot</source>
        <translation>无：没有此槽位</translation>
    </message>
    <message>
        <source>{} bytes</source>
        <translation>{} 字节</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
</context>
<context>
    <name>DropHint</name>
    <message>
        <source>Add a base</source>
        <translation>添加基座</translation>
    </message>
    <message>
        <source>Drop a base here</source>
        <translation>将基座拖到这里</translation>
    </message>
    <message>
        <source>folder · file · .gguf · Hub link</source>
        <translation>文件夹 · 文件 · .gguf · Hub 链接</translation>
    </message>
</context>
<context>
    <name>DropWindow</name>
    <message>
        <source>Base from the Hub</source>
        <translation>来自 Hub 的基座</translation>
    </message>
</context>
<context>
    <name>EffectPlot</name>
    <message>
        <source>Mean KL per prompt</source>
        <translation>每个提示词的平均 KL</translation>
    </message>
    <message>
        <source>mean KL, nats</source>
        <translation>平均 KL（nats）</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>The whole text, for pasting</source>
        <translation>复制全部文本，以便粘贴</translation>
    </message>
</context>
<context>
    <name>FigureCopy</name>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Copy values and picture	Ctrl+C</source>
        <translation>复制数值和图片	Ctrl+C</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Filter  Ctrl+F</source>
        <translation>筛选  Ctrl+F</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Part of a name, a glob (*.k_proj.*) or /a regular expression/. Esc clears.</source>
        <translation>名称的一部分、通配符（*.k_proj.*）或 /正则表达式/。按 Esc 清除。</translation>
    </message>
    <message>
        <source>Show only: {}</source>
        <translation>只显示：{}</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message>
        <source>All rules…</source>
        <translation>所有规则…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the rule&apos;s page (Esc)</source>
        <translation>关闭规则页（Esc）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Every rule, and what became of it here</source>
        <translation>所有规则及其在此处的结果</translation>
    </message>
    <message>
        <source>The finding as text</source>
        <translation>将该发现复制为文本</translation>
    </message>
    <message>
        <source>The finding for a pull request</source>
        <translation>复制该发现，用于拉取请求</translation>
    </message>
</context>
<context>
    <name>FindingsView</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as text	Ctrl+C</source>
        <translation>复制为文本	Ctrl+C</translation>
    </message>
    <message>
        <source>Explain the rule	F1</source>
        <translation>解释该规则	F1</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Go to the first key	Return</source>
        <translation>转到第一个键	Return</translation>
    </message>
    <message>
        <source>Return goes to the first key, F1 explains the rule.</source>
        <translation>按回车转到第一个键，按 F1 解释该规则。</translation>
    </message>
    <message>
        <source>Save a repaired copy…</source>
        <translation>保存修复副本…</translation>
    </message>
    <message>
        <source>{}: F1 explains it</source>
        <translation>{}：按 F1 查看解释</translation>
    </message>
</context>
<context>
    <name>FlipsTable</name>
    <message>
        <source>Flipped examples</source>
        <translation>发生翻转的样本</translation>
    </message>
</context>
<context>
    <name>FormatList</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
</context>
<context>
    <name>GoldenForm</name>
    <message>
        <source>A .jsonl file of examples: prompt and expected, or choices and answer</source>
        <translation>由样本组成的 .jsonl 文件：prompt 与 expected，或 choices 与 answer</translation>
    </message>
    <message>
        <source>A gate is a number from 0 to 100, such as {}; empty for no gate.</source>
        <translation>门槛是 0 到 100 之间的数，例如 {}；留空表示不设门槛。</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Before: the base alone, or another base with the adapter. After: the selected base with it.</source>
        <translation>之前：单独的基座，或另一个加载了适配器的基座。之后：加载了适配器的选中基座。</translation>
    </message>
    <message>
        <source>Choose a golden set</source>
        <translation>选择黄金集</translation>
    </message>
    <message>
        <source>Choose a golden set first</source>
        <translation>请先选择黄金集</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>对照对象</translation>
    </message>
    <message>
        <source>Examples with a known right answer, one JSON object a line.</source>
        <translation>带有标准答案的样本，每行一个 JSON 对象。</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>门槛</translation>
    </message>
    <message>
        <source>Gate: negative flips allowed, percent</source>
        <translation>门槛：允许的负翻转率（百分比）</translation>
    </message>
    <message>
        <source>Golden sets (*.jsonl)</source>
        <translation>黄金集 (*.jsonl)</translation>
    </message>
    <message>
        <source>No golden set</source>
        <translation>无黄金集</translation>
    </message>
    <message>
        <source>The largest rate of negative flips that passes, in percent; empty for no gate</source>
        <translation>可通过的最大负翻转率（百分比）；留空表示不设门槛</translation>
    </message>
    <message>
        <source>no gate</source>
        <translation>不设门槛</translation>
    </message>
    <message>
        <source>the base alone</source>
        <translation>仅基座</translation>
    </message>
    <message>
        <source>{} examples</source>
        <translation>{} 个样本</translation>
    </message>
</context>
<context>
    <name>GoldenResultView</name>
    <message>
        <source>All {}</source>
        <translation>全部 {}</translation>
    </message>
    <message>
        <source>Kind of flip</source>
        <translation>翻转类型</translation>
    </message>
    <message>
        <source>No negative flips in {} examples: {} right before, {} after</source>
        <translation>{} 个样本中无负翻转：之前正确 {}，之后正确 {}</translation>
    </message>
    <message>
        <source>Show only these flips</source>
        <translation>只显示这类翻转</translation>
    </message>
    <message>
        <source>The gate fails: {} negative flips, only {} allowed</source>
        <translation>未通过门槛：负翻转 {}，仅允许 {}</translation>
    </message>
    <message>
        <source>The gate holds: {} negative flips, {} allowed</source>
        <translation>通过门槛：负翻转 {}，允许 {}</translation>
    </message>
    <message>
        <source>both wrong</source>
        <translation>两次皆错</translation>
    </message>
    <message>
        <source>negative flips</source>
        <translation>负翻转</translation>
    </message>
    <message>
        <source>positive flips</source>
        <translation>正翻转</translation>
    </message>
    <message>
        <source>right after</source>
        <translation>之后正确</translation>
    </message>
    <message>
        <source>right before</source>
        <translation>之前正确</translation>
    </message>
    <message>
        <source>{} examples</source>
        <translation>{} 个样本</translation>
    </message>
    <message>
        <source>{} negative flips: right before, wrong after in {} of {} examples</source>
        <translation>负翻转 {0}：{2} 个样本中有 {1} 个之前正确、之后错误</translation>
    </message>
    <message>
        <source>{} → {}</source>
        <translation>{} → {}</translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message>
        <source>Adapter Inspector</source>
        <translation>Adapter Inspector</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单（F10）</translation>
    </message>
    <message>
        <source>declared base {}</source>
        <translation>声明的基座 {}</translation>
    </message>
    <message>
        <source>{} parameters</source>
        <translation>{} 个参数</translation>
    </message>
    <message>
        <source>{} tensors</source>
        <translation>{} 个张量</translation>
    </message>
</context>
<context>
    <name>HubDialog</name>
    <message>
        <source>Add a base from the Hub</source>
        <translation>从 Hub 添加基座</translation>
    </message>
    <message>
        <source>Add to the shelf</source>
        <translation>放入基座栏</translation>
    </message>
    <message>
        <source>As in meta-llama/Llama-3.1-8B, or with @ and a branch, tag or commit.</source>
        <translation>例如 meta-llama/Llama-3.1-8B，或在其后加 @ 和分支、标签或提交。</translation>
    </message>
    <message>
        <source>Ask the Hub</source>
        <translation>查询 Hub</translation>
    </message>
    <message>
        <source>Asking the Hub</source>
        <translation>正在查询 Hub</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Compare the two</source>
        <translation>比较这两个</translation>
    </message>
    <message>
        <source>Headers and small files are read, weights are never downloaded.</source>
        <translation>只读取文件头和小文件，从不下载权重。</translation>
    </message>
    <message>
        <source>It has no commits.</source>
        <translation>它没有提交记录。</translation>
    </message>
    <message>
        <source>List its commits, branches and tags; only now the network is used</source>
        <translation>列出其提交、分支和标签；此时才会使用网络</translation>
    </message>
    <message>
        <source>Model on the Hub</source>
        <translation>Hub 上的模型</translation>
    </message>
    <message>
        <source>Nothing of it is here yet. Ask the Hub, or add it as it is.</source>
        <translation>本机尚无其任何内容。可查询 Hub，或直接添加。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>at the tip of main</source>
        <translation>位于 main 的最新提交</translation>
    </message>
    <message>
        <source>at {}</source>
        <translation>位于 {}</translation>
    </message>
    <message>
        <source>org/name, org/name@revision, or a link</source>
        <translation>org/name、org/name@revision 或链接</translation>
    </message>
    <message>
        <source>✕  Not a model on the Hub. Write org/name, or paste its address.</source>
        <translation>✕  不是 Hub 上的模型。请写成 org/name，或粘贴其地址。</translation>
    </message>
</context>
<context>
    <name>Inspecting</name>
    <message>
        <source>Hub: {} of {}</source>
        <translation>Hub：{} / {}</translation>
    </message>
    <message>
        <source>asking the Hub …</source>
        <translation>正在查询 Hub…</translation>
    </message>
    <message>
        <source>dry run …</source>
        <translation>试加载中…</translation>
    </message>
    <message>
        <source>headers …</source>
        <translation>读取文件头…</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取中</translation>
    </message>
</context>
<context>
    <name>IntervalPlot</name>
    <message>
        <source>Line: the 95 % interval. Upright: the gate.</source>
        <translation>横线：95 % 置信区间。竖线：门槛。</translation>
    </message>
    <message>
        <source>Rates with their intervals</source>
        <translation>各比率及其区间</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>The inspector failed here; this is a bug.</source>
        <translation>检查器在此处出错，这是一个程序缺陷。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend: {}</source>
        <translation>图例：{}</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not targeted</source>
        <translation>非目标</translation>
    </message>
</context>
<context>
    <name>LibraryFoot</name>
    <message>
        <source>Adapters read</source>
        <translation>已读取的适配器</translation>
    </message>
    <message>
        <source>Base, revision, card, data and owner are known.</source>
        <translation>基座、修订版本、模型卡片、数据和负责人均已注明。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compare on bases</source>
        <translation>在基座上对比</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Open these adapters beside each other, a row each</source>
        <translation>并排打开这些适配器，每个一行</translation>
    </message>
    <message>
        <source>Stopped: there may be more.</source>
        <translation>已停止：可能还有更多。</translation>
    </message>
    <message>
        <source>{} adapters selected</source>
        <translation>已选择 {} 个适配器</translation>
    </message>
    <message>
        <source>{} of {} read</source>
        <translation>已读取 {} / {}</translation>
    </message>
    <message>
        <source>{} read, still looking …</source>
        <translation>已读取 {} 个，仍在查找…</translation>
    </message>
</context>
<context>
    <name>LibraryHead</name>
    <message>
        <source>Adapters in the Hub cache, in your folders, and those opened lately.</source>
        <translation>Hub 缓存和所选文件夹中的适配器，以及最近打开过的适配器。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Filter  Ctrl+F</source>
        <translation>筛选  Ctrl+F</translation>
    </message>
    <message>
        <source>Filter adapters</source>
        <translation>筛选适配器</translation>
    </message>
    <message>
        <source>Group by base</source>
        <translation>按基座分组</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>适配器库</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Look below one more folder, from now on</source>
        <translation>从现在起也在另一个文件夹下查找</translation>
    </message>
    <message>
        <source>Look for adapters anew</source>
        <translation>重新查找适配器</translation>
    </message>
    <message>
        <source>No base at hand, no revision, no model card, no training data or owner named</source>
        <translation>缺少基座、修订版本、模型卡片、训练数据或负责人</translation>
    </message>
    <message>
        <source>Orphans</source>
        <translation>信息不全</translation>
    </message>
    <message>
        <source>Part of a name, a base or a method. Esc clears.</source>
        <translation>名称、基座或方法的一部分。按 Esc 清除。</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>LibraryModel</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Last verdict</source>
        <translation>上次结论</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>缺少什么</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>no base named</source>
        <translation>未注明基座</translation>
    </message>
    <message>
        <source>on {}</source>
        <translation>基座 {}</translation>
    </message>
    <message>
        <source>{}, {} adapters</source>
        <translation>{}，{} 个适配器</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Adapters on this machine</source>
        <translation>本机上的适配器</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Compare {} adapters on bases</source>
        <translation>在基座上对比 {} 个适配器</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>复制行</translation>
    </message>
    <message>
        <source>Folder with adapters</source>
        <translation>存放适配器的文件夹</translation>
    </message>
    <message>
        <source>Looking for adapters …</source>
        <translation>正在查找适配器…</translation>
    </message>
    <message>
        <source>No adapter here matches.</source>
        <translation>没有符合条件的适配器。</translation>
    </message>
    <message>
        <source>No adapter was found in the Hub cache ({}) or in your folders.</source>
        <translation>在 Hub 缓存（{}）和所选文件夹中均未找到适配器。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Stopped before any adapter was found.</source>
        <translation>在找到任何适配器之前已停止。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Adapter Inspector</source>
        <translation>Adapter Inspector</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map of layers and projections</source>
        <translation>层与投影的模块图</translation>
    </message>
</context>
<context>
    <name>MapPane</name>
    <message>
        <source>Colour the map by</source>
        <translation>模块图的着色依据</translation>
    </message>
    <message>
        <source>Layers × projections</source>
        <translation>层 × 投影</translation>
    </message>
    <message>
        <source>What the colours stand for</source>
        <translation>颜色的含义</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>MatrixPage</name>
    <message>
        <source>Adapters on bases</source>
        <translation>适配器对基座</translation>
    </message>
    <message>
        <source>Add a base…</source>
        <translation>添加基座…</translation>
    </message>
    <message>
        <source>Add adapters…</source>
        <translation>添加适配器…</translation>
    </message>
    <message>
        <source>Another adapter, or every adapter below a folder</source>
        <translation>再加一个适配器，或文件夹下的所有适配器</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>打开顺序</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelled: {} of {} inspected.</source>
        <translation>已取消：已检查 {} / {}。</translation>
    </message>
    <message>
        <source>Copy	Ctrl+C</source>
        <translation>复制	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Open in the workbench</source>
        <translation>在工作台中打开</translation>
    </message>
    <message>
        <source>Open several adapters: each becomes a row.</source>
        <translation>打开多个适配器：每个成为一行。</translation>
    </message>
    <message>
        <source>Order of the adapters</source>
        <translation>适配器的顺序</translation>
    </message>
    <message>
        <source>Pairs inspected</source>
        <translation>已检查的组合</translation>
    </message>
    <message>
        <source>Put bases on the shelf: each becomes a column.</source>
        <translation>把基座放到基座栏：每个成为一列。</translation>
    </message>
    <message>
        <source>Reading headers …</source>
        <translation>正在读取文件头…</translation>
    </message>
    <message>
        <source>Remove from the matrix	Del</source>
        <translation>从矩阵移除	Del</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Select all	Ctrl+A</source>
        <translation>全选	Ctrl+A</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>The dry runs failed.</source>
        <translation>试加载失败。</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>最差在前</translation>
    </message>
    <message>
        <source>{} cells selected</source>
        <translation>已选 {} 个单元格</translation>
    </message>
    <message>
        <source>{} is open in the workbench, and stays.</source>
        <translation>{} 正在工作台中打开，予以保留。</translation>
    </message>
    <message>
        <source>{} of {} inspected</source>
        <translation>已检查 {} / {}</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation>{} · {}</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>ModuleTable</name>
    <message>
        <source>Every target module is the same on both.</source>
        <translation>所有目标模块在两侧均相同。</translation>
    </message>
    <message>
        <source>Hide {} unchanged</source>
        <translation>隐藏 {} 个未变的模块</translation>
    </message>
    <message>
        <source>Show {} unchanged</source>
        <translation>显示 {} 个未变的模块</translation>
    </message>
    <message>
        <source>The adapter has no tensors for any module.</source>
        <translation>适配器没有任何模块的张量。</translation>
    </message>
    <message>
        <source>What changed for each module</source>
        <translation>各模块的变化</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Add to the shelf</source>
        <translation>放入基座栏</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Changed on disk: {}.</source>
        <translation>磁盘上已更改：{}。</translation>
    </message>
    <message>
        <source>Choose Python…</source>
        <translation>选择 Python…</translation>
    </message>
    <message>
        <source>Dry run and probe use {}.</source>
        <translation>试加载和探测使用 {}。</translation>
    </message>
    <message>
        <source>Every rule counts until it is corrected. {}</source>
        <translation>在更正之前，所有规则均计入。{}</translation>
    </message>
    <message>
        <source>For dry run and probe choose one that has torch, transformers and peft.</source>
        <translation>要试加载和探测，请选择装有 torch、transformers 和 peft 的 Python。</translation>
    </message>
    <message>
        <source>Headers and values only: no Python is chosen, so nothing is loaded and nothing is run.</source>
        <translation>仅文件头和数值：未选择 Python，因此不加载、也不运行任何内容。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>未写入任何内容。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open as adapter</source>
        <translation>作为适配器打开</translation>
    </message>
    <message>
        <source>Open the copy</source>
        <translation>打开副本</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Repaired copy written: {}</source>
        <translation>已写出修复副本：{}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Trying {} …</source>
        <translation>正在尝试 {}…</translation>
    </message>
    <message>
        <source>What you see was read before. A reload keeps your place.</source>
        <translation>当前显示的是先前读取的内容。重新读取会保留您的位置。</translation>
    </message>
    <message>
        <source>Writing and proving the repaired copy …</source>
        <translation>正在写出并验证修复副本…</translation>
    </message>
    <message>
        <source>Writing {} …</source>
        <translation>正在写出 {}…</translation>
    </message>
    <message>
        <source>Written: {}</source>
        <translation>已写出：{}</translation>
    </message>
    <message>
        <source>{} is a base model, not an adapter.</source>
        <translation>{} 是基座模型，不是适配器。</translation>
    </message>
    <message>
        <source>{} is an adapter, not a base.</source>
        <translation>{} 是适配器，不是基座。</translation>
    </message>
</context>
<context>
    <name>OpenAdapters</name>
    <message>
        <source>The matrix takes {} adapters; the rest is for `adapter-inspector scan`.</source>
        <translation>矩阵最多容纳 {} 个适配器；其余请用 `adapter-inspector scan`。</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Add an adapter, or a folder of adapters</source>
        <translation>添加适配器，或装有适配器的文件夹</translation>
    </message>
    <message>
        <source>Add base file</source>
        <translation>添加基座文件</translation>
    </message>
    <message>
        <source>Add base folder</source>
        <translation>添加基座文件夹</translation>
    </message>
    <message>
        <source>Base models (*.safetensors *.gguf *.json)</source>
        <translation>基座模型 (*.safetensors *.gguf *.json)</translation>
    </message>
    <message>
        <source>Open adapter folder</source>
        <translation>打开适配器文件夹</translation>
    </message>
    <message>
        <source>This is not the name or the link of a model on the Hub: {}</source>
        <translation>这不是 Hub 上模型的名称或链接：{}</translation>
    </message>
    <message>
        <source>nothing was copied</source>
        <translation>未复制任何内容</translation>
    </message>
</context>
<context>
    <name>OverviewStrip</name>
    <message>
        <source>Overview of problems</source>
        <translation>问题概览</translation>
    </message>
</context>
<context>
    <name>ProbeControls</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear the chats</source>
        <translation>清除对话</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Golden set</source>
        <translation>黄金集</translation>
    </message>
    <message>
        <source>Load prompts from a file</source>
        <translation>从文件载入提示词</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>载入…</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Prompts or chats from a .txt or .jsonl file</source>
        <translation>从 .txt 或 .jsonl 文件载入提示词或对话</translation>
    </message>
    <message>
        <source>Put the chats away</source>
        <translation>移除对话</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>What to run</source>
        <translation>运行什么</translation>
    </message>
    <message>
        <source>Where the model runs; auto takes the fastest that is there</source>
        <translation>模型在何处运行；auto 取可用设备中最快的</translation>
    </message>
</context>
<context>
    <name>ProbeOverview</name>
    <message>
        <source>Colour the map of layers × projections by each module&apos;s effect</source>
        <translation>按各模块的效应为“层 × 投影”图着色</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>KL by scale, nats</source>
        <translation>各缩放下的 KL（nats）</translation>
    </message>
    <message>
        <source>Largest difference by scale</source>
        <translation>各缩放下的最大差异</translation>
    </message>
    <message>
        <source>Of the hidden state: ‖h_on − h_off‖ / ‖h_off‖ over all prompts&apos; positions</source>
        <translation>隐藏状态：所有提示词位置上的 ‖h_on − h_off‖ / ‖h_off‖</translation>
    </message>
    <message>
        <source>Relative change by layer</source>
        <translation>各层的相对变化</translation>
    </message>
    <message>
        <source>Show modules on the map</source>
        <translation>在模块图上显示</translation>
    </message>
    <message>
        <source>The effect with the adapter&apos;s scaling multiplied; the dashed line is as trained</source>
        <translation>将适配器缩放乘以系数后的效应；虚线为训练时的缩放</translation>
    </message>
    <message>
        <source>scale {}</source>
        <translation>缩放 {}</translation>
    </message>
</context>
<context>
    <name>ProbePane</name>
    <message>
        <source>A probe needs an adapter and a base.</source>
        <translation>探测需要一个适配器和一个基座。</translation>
    </message>
    <message>
        <source>Answering the golden set on {} …</source>
        <translation>正在 {} 上回答黄金集…</translation>
    </message>
    <message>
        <source>Answers the golden set on both sides and counts what was right before and is wrong after.</source>
        <translation>在两侧回答黄金集，统计之前正确而之后错误的样本。</translation>
    </message>
    <message>
        <source>Cannot be probed</source>
        <translation>无法探测</translation>
    </message>
    <message>
        <source>Load prompts</source>
        <translation>载入提示词</translation>
    </message>
    <message>
        <source>Loading base and adapter</source>
        <translation>正在加载基座和适配器</translation>
    </message>
    <message>
        <source>No flips can be counted</source>
        <translation>无法统计翻转</translation>
    </message>
    <message>
        <source>No flips counted yet</source>
        <translation>尚未统计翻转</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>One run at a time</source>
        <translation>一次只能运行一项</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Probing {} …</source>
        <translation>正在探测 {}…</translation>
    </message>
    <message>
        <source>Progress of the golden run</source>
        <translation>黄金集运行进度</translation>
    </message>
    <message>
        <source>Progress of the probe</source>
        <translation>探测进度</translation>
    </message>
    <message>
        <source>Prompts (*.txt *.jsonl)</source>
        <translation>提示词 (*.txt *.jsonl)</translation>
    </message>
    <message>
        <source>Run it; Ctrl+Return in the prompts</source>
        <translation>运行；在提示词框中按 Ctrl+Return</translation>
    </message>
    <message>
        <source>Runs the base on these prompts, with and without the adapter, and compares the outputs.</source>
        <translation>用这些提示词运行基座，分别启用和不启用适配器，并比较输出。</translation>
    </message>
    <message>
        <source>The loader raises {}, so there is nothing to run.</source>
        <translation>加载器报出 {}，因此没有可运行的内容。</translation>
    </message>
    <message>
        <source>an error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>{} cannot be read.</source>
        <translation>无法读取 {}。</translation>
    </message>
</context>
<context>
    <name>ProbeResultView</name>
    <message>
        <source>No figures by token here</source>
        <translation>此处没有逐词元的数值</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他…</translation>
    </message>
    <message>
        <source>Reading the adapter</source>
        <translation>正在读取适配器</translation>
    </message>
    <message>
        <source>Reading {}</source>
        <translation>正在读取 {}</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>One prompt a line, or drop a .txt or .jsonl file.
Empty: a few general ones.</source>
        <translation>每行一个提示词，或拖入 .txt 或 .jsonl 文件。
留空则使用几个通用提示词。</translation>
    </message>
    <message>
        <source>Prompts, one a line</source>
        <translation>提示词，每行一个</translation>
    </message>
    <message>
        <source>Shift+Return breaks a line inside a prompt; Ctrl+Return runs the probe</source>
        <translation>Shift+Return 在提示词内换行；Ctrl+Return 运行探测</translation>
    </message>
</context>
<context>
    <name>PromptTable</name>
    <message>
        <source>Effect per prompt</source>
        <translation>每个提示词的效应</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Top-1 flips</source>
        <translation>Top-1 翻转</translation>
    </message>
    <message>
        <source>max |Δlogit|</source>
        <translation>最大 |Δlogit|</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
    <message>
        <source>{}: largest difference {}, top-1 flips {}, KL {} nats</source>
        <translation>{}：最大差异 {}，top-1 翻转 {}，KL {} nats</translation>
    </message>
</context>
<context>
    <name>PythonChoice</name>
    <message>
        <source>Choose a Python that has torch, transformers and peft</source>
        <translation>选择装有 torch、transformers 和 peft 的 Python</translation>
    </message>
    <message>
        <source>Python (python*);;All files (*)</source>
        <translation>Python (python*);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Repairing</name>
    <message>
        <source>The repaired copy gets a new folder in …</source>
        <translation>修复副本将在以下位置新建文件夹…</translation>
    </message>
</context>
<context>
    <name>ReportExport</name>
    <message>
        <source>CSV, a line a pair</source>
        <translation>CSV，每对一行</translation>
    </message>
    <message>
        <source>JSON lines, as `scan` writes them</source>
        <translation>JSON 行，与 `scan` 所写相同</translation>
    </message>
    <message>
        <source>Markdown table</source>
        <translation>Markdown 表格</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>保存比较结果</translation>
    </message>
    <message>
        <source>Save the matrix</source>
        <translation>保存矩阵</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Save the rows shown</source>
        <translation>保存显示的行</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>{} could not be written: {}.</source>
        <translation>无法写入 {}：{}。</translation>
    </message>
</context>
<context>
    <name>ReportPages</name>
    <message>
        <source>Pages of the report</source>
        <translation>报告页面</translation>
    </message>
</context>
<context>
    <name>ReportPreview</name>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>It can be saved all the same.</source>
        <translation>仍可照常保存。</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>No preview</source>
        <translation>无预览</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Progress of the preview</source>
        <translation>预览进度</translation>
    </message>
    <message>
        <source>Setting the pages …</source>
        <translation>正在排版…</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Text of the report</source>
        <translation>报告文本</translation>
    </message>
    <message>
        <source>View in the browser</source>
        <translation>在浏览器中查看</translation>
    </message>
    <message>
        <source>Writing the preview …</source>
        <translation>正在生成预览…</translation>
    </message>
    <message>
        <source>the first {} of {} lines</source>
        <translation>前 {} 行，共 {} 行</translation>
    </message>
    <message>
        <source>{} lines</source>
        <translation>{} 行</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>The base {} is no longer there; the rest was reopened.</source>
        <translation>基座 {} 已不存在，其余内容已重新打开。</translation>
    </message>
    <message>
        <source>{} bases are no longer there; the rest was reopened: {}</source>
        <translation>{} 个基座已不存在，其余内容已重新打开：{}</translation>
    </message>
    <message>
        <source>{} was open last, and is no longer there.</source>
        <translation>上次打开的 {} 已不存在。</translation>
    </message>
</context>
<context>
    <name>RevisionList</name>
    <message>
        <source>came here {}</source>
        <translation>{} 下载到本机</translation>
    </message>
    <message>
        <source>here, headers</source>
        <translation>本机有文件头</translation>
    </message>
    <message>
        <source>here, weights</source>
        <translation>本机有权重</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy the page</source>
        <translation>复制本页</translation>
    </message>
    <message>
        <source>Filter by id, name or any word</source>
        <translation>按编号、名称或任意词筛选</translation>
    </message>
    <message>
        <source>Filter the rules</source>
        <translation>筛选规则</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>What `adapter-inspector explain` prints</source>
        <translation>即 `adapter-inspector explain` 的输出</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>RulePage</name>
    <message>
        <source>Here</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>What the rule means</source>
        <translation>规则的含义</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Back to the last result</source>
        <translation>回到上次结果</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Last lines of the worker</source>
        <translation>工作进程的最后几行输出</translation>
    </message>
    <message>
        <source>Measure module by module</source>
        <translation>逐个模块测量</translation>
    </message>
    <message>
        <source>Offload what does not fit</source>
        <translation>将放不下的部分移出内存</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Run the same again, in a fresh worker</source>
        <translation>在新的工作进程中重新运行</translation>
    </message>
    <message>
        <source>Stop this run (Esc)</source>
        <translation>停止本次运行（Esc）</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
    <message>
        <source>{} so far</source>
        <translation>已用 {}</translation>
    </message>
    <message>
        <source>{} · about {} left in this step</source>
        <translation>{} · 本步骤约剩 {}</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>未测量任何内容。</translation>
    </message>
    <message>
        <source>The run on {} failed</source>
        <translation>在 {} 上的运行失败</translation>
    </message>
</context>
<context>
    <name>SamplePieces</name>
    <message>
        <source>Tokens before and after</source>
        <translation>之前和之后的词元</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
</context>
<context>
    <name>ScatterPlot</name>
    <message>
        <source>Base moved ↑  adapter reaches →</source>
        <translation>基座变动 ↑  适配器幅度 →</translation>
    </message>
    <message>
        <source>How far the base moved, against how far the adapter reaches</source>
        <translation>基座变动幅度与适配器作用幅度的对照</translation>
    </message>
    <message>
        <source>No values were compared.</source>
        <translation>未比较任何数值。</translation>
    </message>
    <message>
        <source>moved as far as it reaches</source>
        <translation>变动与幅度相等</translation>
    </message>
    <message>
        <source>the ground moved as far as the adapter reaches</source>
        <translation>基座变动与适配器幅度相等</translation>
    </message>
    <message>
        <source>{} without two finite figures are not drawn</source>
        <translation>{} 个缺少两个有限数值，未绘出</translation>
    </message>
    <message>
        <source>{}: base {}, adapter {}</source>
        <translation>{}：基座 {}，适配器 {}</translation>
    </message>
    <message>
        <source>‖W_to − W_from‖ / ‖W_from‖ against ‖ΔW‖ / ‖W_from‖, a point a module</source>
        <translation>‖W_to − W_from‖ / ‖W_from‖ 对 ‖ΔW‖ / ‖W_from‖，每个模块一个点</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>reading</source>
        <translation>读取中</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask the Hub for models that I name</source>
        <translation>向 Hub 查询我指定的模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Folder with adapters</source>
        <translation>存放适配器的文件夹</translation>
    </message>
    <message>
        <source>Folders of the library</source>
        <translation>适配器库的文件夹</translation>
    </message>
    <message>
        <source>For dry run and probe: one that has torch, transformers and peft</source>
        <translation>用于试加载和探测：须装有 torch、transformers 和 peft</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>适配器库</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Nothing else is ever asked of the network</source>
        <translation>除此之外从不访问网络</translation>
    </message>
    <message>
        <source>Open again what was open last</source>
        <translation>重新打开上次的内容</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>When nothing else is asked for at the start</source>
        <translation>启动时未指定其他内容的情况下</translation>
    </message>
    <message>
        <source>and the Hub cache, {}</source>
        <translation>以及 Hub 缓存，{}</translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation>下次启动后生效</translation>
    </message>
    <message>
        <source>the one that the window runs in</source>
        <translation>运行本窗口的 Python</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Add a base from the Hub (Ctrl+H)</source>
        <translation>从 Hub 添加基座（Ctrl+H）</translation>
    </message>
    <message>
        <source>Bases</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>与之比较</translation>
    </message>
    <message>
        <source>Count flips from here to {}…</source>
        <translation>统计从这里到 {} 的翻转…</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>来自 Hub…</translation>
    </message>
    <message>
        <source>Not the one it was trained on</source>
        <translation>不是训练时的基座</translation>
    </message>
    <message>
        <source>Remove from the shelf	Del</source>
        <translation>移出基座栏	Del</translation>
    </message>
    <message>
        <source>Set as the one it was trained on</source>
        <translation>设为训练时的基座</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter shortcuts</source>
        <translation>筛选快捷键</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无快捷键</translation>
    </message>
    <message>
        <source>{}, {}: {}</source>
        <translation>{}，{}：{}</translation>
    </message>
</context>
<context>
    <name>SpectrumPlot</name>
    <message>
        <source>Bars: singular values σ of ΔW. Line: share of Σσ² held so far.</source>
        <translation>柱：ΔW 的奇异值 σ。线：Σσ² 的累计占比。</translation>
    </message>
    <message>
        <source>Singular values of the selected module</source>
        <translation>选中模块的奇异值</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>谱</translation>
    </message>
    <message>
        <source>{} of {} hold 90 %</source>
        <translation>{} / {} 个占 90 %</translation>
    </message>
    <message>
        <source>{} values</source>
        <translation>{} 个值</translation>
    </message>
    <message>
        <source>σ{}  {}  ·  {} so far</source>
        <translation>σ{}  {}  ·  累计 {}</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>{} landed</source>
        <translation>{} 已落位</translation>
    </message>
    <message>
        <source>{} mismatched</source>
        <translation>{} 形状不符</translation>
    </message>
    <message>
        <source>{} missing</source>
        <translation>{} 缺失</translation>
    </message>
    <message>
        <source>{} of {} · F8</source>
        <translation>{} / {} · F8</translation>
    </message>
    <message>
        <source>{} orphaned</source>
        <translation>{} 无槽位</translation>
    </message>
    <message>
        <source>{} overwrite the base</source>
        <translation>{} 覆盖基座</translation>
    </message>
    <message>
        <source>{} unknown</source>
        <translation>{} 未知</translation>
    </message>
</context>
<context>
    <name>TemplateDiff</name>
    <message>
        <source>Difference of the chat templates</source>
        <translation>对话模板的差异</translation>
    </message>
</context>
<context>
    <name>TextPair</name>
    <message>
        <source>(writes no text)</source>
        <translation>（未输出文本）</translation>
    </message>
    <message>
        <source>Perplexity of the prompt itself</source>
        <translation>提示词本身的困惑度</translation>
    </message>
    <message>
        <source>With the adapter</source>
        <translation>启用适配器</translation>
    </message>
    <message>
        <source>With the adapter: differs from token {} on</source>
        <translation>启用适配器：从第 {} 个词元起不同</translation>
    </message>
    <message>
        <source>With the adapter: the same</source>
        <translation>启用适配器：相同</translation>
    </message>
    <message>
        <source>Without the adapter</source>
        <translation>不启用适配器</translation>
    </message>
    <message>
        <source>perplexity {}</source>
        <translation>困惑度 {}</translation>
    </message>
</context>
<context>
    <name>TokenChanges</name>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Id after</source>
        <translation>之后的 id</translation>
    </message>
    <message>
        <source>Id before</source>
        <translation>之前的 id</translation>
    </message>
    <message>
        <source>Ids, parts, sample texts and chat template are the same on both.</source>
        <translation>两侧的 id、组成部分、样例文本和对话模板均相同。</translation>
    </message>
    <message>
        <source>No difference</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>No part differs</source>
        <translation>各部分均相同</translation>
    </message>
    <message>
        <source>No text encodes otherwise</source>
        <translation>没有编码不同的文本</translation>
    </message>
    <message>
        <source>No token has another id</source>
        <translation>没有 id 改变的词元</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Parts of the tokenizer that differ</source>
        <translation>分词器中不同的部分</translation>
    </message>
    <message>
        <source>Parts {}</source>
        <translation>组成部分 {}</translation>
    </message>
    <message>
        <source>Sample texts that encode to other ids</source>
        <translation>编码为不同 id 的样例文本</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Texts {}</source>
        <translation>文本 {}</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Tokenizer view</source>
        <translation>分词器视图</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Tokens whose ids differ</source>
        <translation>id 不同的词元</translation>
    </message>
    <message>
        <source>Tokens {}</source>
        <translation>词元 {}</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移位</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{} added, {} removed, {} moved</source>
        <translation>新增 {}，移除 {}，移位 {}</translation>
    </message>
    <message>
        <source>{} → {} tokens</source>
        <translation>{} → {} 个词元</translation>
    </message>
    <message>
        <source>{}, special</source>
        <translation>{}，特殊词元</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
</context>
<context>
    <name>TokenStrip</name>
    <message>
        <source>KL over tokens</source>
        <translation>逐词元 KL</translation>
    </message>
    <message>
        <source>{} flips</source>
        <translation>{} 翻转</translation>
    </message>
    <message>
        <source>{} · position {} of {} · KL {} nats</source>
        <translation>{} · 位置 {} / {} · KL {} nats</translation>
    </message>
</context>
<context>
    <name>TokenView</name>
    <message>
        <source>This probe kept no figures by token.</source>
        <translation>本次探测未保留逐词元的数值。</translation>
    </message>
    <message>
        <source>another most likely next token</source>
        <translation>最可能的下一个词元改变</translation>
    </message>
    <message>
        <source>{} nats</source>
        <translation>{} nats</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>A look round</source>
        <translation>界面导览</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>TreeModel</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>VerdictBand</name>
    <message>
        <source>Dry run</source>
        <translation>试加载</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>could not tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>headers agreed</source>
        <translation>与文件头判断一致</translation>
    </message>
    <message>
        <source>headers disagreed</source>
        <translation>与文件头判断不一致</translation>
    </message>
    <message>
        <source>no dry run yet</source>
        <translation>尚未试加载</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>无法读取 {}</translation>
    </message>
</context>
<context>
    <name>WeightsCard</name>
    <message>
        <source>Effective rank</source>
        <translation>有效秩</translation>
    </message>
    <message>
        <source>Largest σ</source>
        <translation>最大 σ</translation>
    </message>
    <message>
        <source>Rank × scale</source>
        <translation>秩 × 缩放</translation>
    </message>
    <message>
        <source>Stable rank</source>
        <translation>稳定秩</translation>
    </message>
    <message>
        <source>σ₁ share</source>
        <translation>σ₁ 占比</translation>
    </message>
    <message>
        <source>‖ΔW‖</source>
        <translation>‖ΔW‖</translation>
    </message>
    <message>
        <source>‖ΔW‖ / ‖W‖</source>
        <translation>‖ΔW‖ / ‖W‖</translation>
    </message>
</context>
<context>
    <name>WeightsView</name>
    <message>
        <source>Open an adapter to see what it adds to each module.</source>
        <translation>打开一个适配器，查看它给每个模块带来的增量。</translation>
    </message>
    <message>
        <source>Reading the values …</source>
        <translation>正在读取数值…</translation>
    </message>
    <message>
        <source>The adapter changes no module&apos;s weight.</source>
        <translation>适配器不改变任何模块的权重。</translation>
    </message>
    <message>
        <source>The adapter&apos;s values were not read.</source>
        <translation>未读取适配器的数值。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What each module gains</source>
        <translation>各模块的增量</translation>
    </message>
    <message>
        <source>What each module gains was not worked out.</source>
        <translation>未计算各模块的增量。</translation>
    </message>
    <message>
        <source>{} modules</source>
        <translation>{} 个模块</translation>
    </message>
    <message>
        <source>{} of {} modules</source>
        <translation>{} / {} 个模块</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
</context>
<context>
    <name>WelcomeView</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基座模型</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Does this adapter fit this base?</source>
        <translation>这个适配器适合这个基座吗？</translation>
    </message>
    <message>
        <source>Drop a LoRA adapter and the model it is meant for. Files are only read, never changed.</source>
        <translation>拖入一个 LoRA 适配器及其目标模型。文件只会被读取，绝不会被更改。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>适配器库</translation>
    </message>
    <message>
        <source>Open adapter…</source>
        <translation>打开适配器…</translation>
    </message>
    <message>
        <source>Open the example</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>The adapters on this machine (Ctrl+L)</source>
        <translation>本机上的适配器（Ctrl+L）</translation>
    </message>
    <message>
        <source>folder with adapter_config.json</source>
        <translation>含有 adapter_config.json 的文件夹</translation>
    </message>
    <message>
        <source>folder with config.json, .safetensors, .gguf</source>
        <translation>含有 config.json 的文件夹、.safetensors、.gguf</translation>
    </message>
    <message>
        <source>no longer there</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>{} is there; now drop the adapter</source>
        <translation>{} 已就位，请拖入适配器</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Laying out the tree …</source>
        <translation>正在生成树…</translation>
    </message>
    <message>
        <source>No problem to go to</source>
        <translation>没有可跳转的问题</translation>
    </message>
</context>
<context>
    <name>WindowServices</name>
    <message>
        <source>dry run failed</source>
        <translation>试加载失败</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Findings, details and measurements</source>
        <translation>发现、详情与测量</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>WorkerHost</name>
    <message>
        <source>headers and values only: no Python chosen</source>
        <translation>仅文件头和数值：未选择 Python</translation>
    </message>
    <message>
        <source>no worker</source>
        <translation>无工作进程</translation>
    </message>
    <message>
        <source>worker ready</source>
        <translation>工作进程就绪</translation>
    </message>
    <message>
        <source>worker starting …</source>
        <translation>工作进程启动中…</translation>
    </message>
    <message>
        <source>worker stopped</source>
        <translation>工作进程已停止</translation>
    </message>
    <message>
        <source>worker stopping …</source>
        <translation>工作进程停止中…</translation>
    </message>
</context>
<context>
    <name>_Table</name>
    <message>
        <source>Branch, tag</source>
        <translation>分支、标签</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Pick two to compare them</source>
        <translation>选取两个进行比较</translation>
    </message>
    <message>
        <source>Revisions, newest first</source>
        <translation>修订版本，最新的在前</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source> (and {value} more)</source>
        <translation>（另有 {value} 处）</translation>
    </message>
    <message>
        <source> The figures are those of its LoRA part.</source>
        <translation>这些数值仅为其 LoRA 部分。</translation>
    </message>
    <message>
        <source> and more</source>
        <translation> 等</translation>
    </message>
    <message>
        <source> and {more} more</source>
        <translation>，另有 {more} 个</translation>
    </message>
    <message>
        <source> and {value} more</source>
        <translation>，另有 {value} 个</translation>
    </message>
    <message>
        <source> of rank {ranks}</source>
        <translation>（秩 {ranks}）</translation>
    </message>
    <message>
        <source> without a word</source>
        <translation>，且毫无提示</translation>
    </message>
    <message>
        <source> {cut} of them were cut to {most} tokens.</source>
        <translation>其中 {cut} 个被截断为 {most} 个词元。</translation>
    </message>
    <message>
        <source>, and every chat uses it</source>
        <translation>，而每次对话都会用到它</translation>
    </message>
    <message>
        <source>, and so is that of {value} more.</source>
        <translation>，另有 {value} 个也是如此。</translation>
    </message>
    <message>
        <source>, and {outrun} of them further than the adapter reaches</source>
        <translation>，其中 {outrun} 个超过了适配器的作用幅度</translation>
    </message>
    <message>
        <source>, more than the adapter moves them.</source>
        <translation>，超过适配器带来的变动。</translation>
    </message>
    <message>
        <source>, while it said: {doing}</source>
        <translation>，当时的状态为：{doing}</translation>
    </message>
    <message>
        <source>0 of {count} tensors land{case}.</source>
        <translation>{count} 个张量无一落位{case}。</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>1 new one</source>
        <translation>1 个新词元</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>1 trained token row</source>
        <translation>1 个经训练的词元行</translation>
    </message>
    <message>
        <source>1 weight is</source>
        <translation>1 个权重</translation>
    </message>
    <message>
        <source>: init_lora_weights={start} rewrites the base&apos;s weights at every load</source>
        <translation>：init_lora_weights={start} 在每次加载时都会改写基座的权重</translation>
    </message>
    <message>
        <source>: the file names {stack}, this base has {other}</source>
        <translation>：文件写的是 {stack}，此基座是 {other}</translation>
    </message>
    <message>
        <source>: {count} tensors of the file were written over the base&apos;s own</source>
        <translation>：文件中的 {count} 个张量覆盖了基座自身的张量</translation>
    </message>
    <message>
        <source>; but the base gets other ids for the same text</source>
        <translation>；但同样的文本会给基座带来不同的 id</translation>
    </message>
    <message>
        <source>; they land.</source>
        <translation>；它们已落位。</translation>
    </message>
    <message>
        <source>; {others} is not a name that transformers looks for</source>
        <translation>；{others} 不是 transformers 会查找的名称</translation>
    </message>
    <message>
        <source>; {written} are written to a temporary folder first</source>
        <translation>；先将 {written} 写入临时文件夹</translation>
    </message>
    <message>
        <source>A GGUF file is turned into plain weights in memory as a whole, so it cannot be offloaded.</source>
        <translation>GGUF 文件会在内存中整体转换为普通权重，因此无法移出内存。</translation>
    </message>
    <message>
        <source>A base of the same shape loads without a word and answers differently.</source>
        <translation>形状相同的基座会毫无提示地加载，回答却不同。</translation>
    </message>
    <message>
        <source>A change that drowns the weight comes from a wrong alpha or from training that diverged; one on a dead weight is wasted.</source>
        <translation>淹没权重的改动来自错误的 alpha 或发散的训练；作用于全零权重的改动则是白费。</translation>
    </message>
    <message>
        <source>A change that was learned on one set of weights means nothing on another; loaders only compare shapes.</source>
        <translation>在一组权重上学到的改动，在另一组上毫无意义；加载器只比较形状。</translation>
    </message>
    <message>
        <source>A choice in line {number} is no token of its own: {choice}.</source>
        <translation>第 {number} 行的一个选项不是独立的词元：{choice}。</translation>
    </message>
    <message>
        <source>A container, a norm or a layer class without a backend makes PEFT raise.</source>
        <translation>容器、归一化层或没有后端的层类会使 PEFT 报错。</translation>
    </message>
    <message>
        <source>A dry run works from config.json alone; for names and shapes in the files: </source>
        <translation>仅凭 config.json 即可试加载；若需文件中的名称和形状：</translation>
    </message>
    <message>
        <source>A file is a Git LFS pointer, not the weights.</source>
        <translation>文件是 Git LFS 指针，不是权重。</translation>
    </message>
    <message>
        <source>A file name leads out of the folder: {name}.</source>
        <translation>有文件名指向文件夹之外：{name}。</translation>
    </message>
    <message>
        <source>A fine-grained token must name the repository; see its settings on the Hub.</source>
        <translation>细粒度令牌须包含该仓库；请在 Hub 上查看其设置。</translation>
    </message>
    <message>
        <source>A golden set is answered by the models themselves.</source>
        <translation>黄金集由模型本身作答。</translation>
    </message>
    <message>
        <source>A golden set needs a base.</source>
        <translation>黄金集需要一个基座。</translation>
    </message>
    <message>
        <source>A golden set needs a model that writes text, and this adapter&apos;s is a {name}.</source>
        <translation>黄金集需要能生成文本的模型，而此适配器的模型是 {name}。</translation>
    </message>
    <message>
        <source>A lora_A stands without its lora_B, or the other way round, or their ranks differ.</source>
        <translation>有 lora_A 而无对应的 lora_B，或反之，或两者的秩不同。</translation>
    </message>
    <message>
        <source>A model&apos;s page is https://huggingface.co/ORG/NAME; data sets and spaces are no bases.</source>
        <translation>模型页面的地址形如 https://huggingface.co/ORG/NAME；数据集和 Space 不是基座。</translation>
    </message>
    <message>
        <source>A module that was trained in full (a classification head, modules_to_save) is not in the file.</source>
        <translation>经完整训练的模块（分类头、modules_to_save）不在文件中。</translation>
    </message>
    <message>
        <source>A module&apos;s change is exactly zero (lora_B is all zero, or what stands for it): it was never trained.</source>
        <translation>某模块的改动恰好为零（lora_B 或其等价物全为零）：它从未被训练。</translation>
    </message>
    <message>
        <source>A module&apos;s change is far larger than that of its peers in other layers, or than the weight itself; or the base&apos;s weight there is all zero. A weight near zero is measured as an ordinary one of its shape.</source>
        <translation>某模块的改动远大于其他层的同类模块，或远大于权重本身；或者基座在该处的权重全为零。接近零的权重按同形状的普通权重衡量。</translation>
    </message>
    <message>
        <source>A probe needs a base.</source>
        <translation>探测需要一个基座。</translation>
    </message>
    <message>
        <source>A prompt or prefix was made for a model of another width, depth or head count.</source>
        <translation>提示或前缀是为宽度、深度或头数不同的模型制作的。</translation>
    </message>
    <message>
        <source>A rebuilt release: two key/value heads in place of six and a larger vocabulary. The loader raises.</source>
        <translation>重新构建的版本：键/值头由六个变为两个，词表更大。加载器会报错。</translation>
    </message>
    <message>
        <source>A repair needs a base.</source>
        <translation>修复需要一个基座。</translation>
    </message>
    <message>
        <source>A scale that was meant for another convention makes the adapter many times too strong or too weak.</source>
        <translation>按另一种约定设定的缩放会使适配器过强或过弱许多倍。</translation>
    </message>
    <message>
        <source>A server that puts prompts into a template, or leaves it out, unlike the training did, sees little of it.</source>
        <translation>若服务端与训练时不同，套用或省略了模板，便几乎看不到它的作用。</translation>
    </message>
    <message>
        <source>A server that takes the base&apos;s template puts the conversation together otherwise than in training: the adapter may answer as if it were not there.</source>
        <translation>服务端若采用基座的模板，拼接对话的方式便与训练时不同：适配器可能如同不存在一样。</translation>
    </message>
    <message>
        <source>A tensor holds NaN or infinity.</source>
        <translation>有张量含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>A token with a task of its own differs.</source>
        <translation>某个有专门用途的词元不同。</translation>
    </message>
    <message>
        <source>A trainable token lies beyond the base&apos;s vocabulary: {message}</source>
        <translation>有可训练词元超出基座的词表：{message}</translation>
    </message>
    <message>
        <source>A web page came instead of an answer about {repo_id}.</source>
        <translation>关于 {repo_id} 收到的是网页而不是应答。</translation>
    </message>
    <message>
        <source>Activations are normalised with another epsilon: shapes stay, and every layer&apos;s input shifts a little.</source>
        <translation>激活归一化的 epsilon 不同：形状不变，但每层的输入略有偏移。</translation>
    </message>
    <message>
        <source>Adding up</source>
        <translation>正在汇总</translation>
    </message>
    <message>
        <source>All zero</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>All {count} trained token ids still stand for the same tokens.</source>
        <translation>全部 {count} 个经训练的词元 id 仍对应相同的词元。</translation>
    </message>
    <message>
        <source>All {samples} sample texts encode to the same ids.</source>
        <translation>全部 {samples} 段样例文本编码为相同的 id。</translation>
    </message>
    <message>
        <source>All {tensors} tensors have a place in this base under other names: {rules}{also}.</source>
        <translation>全部 {tensors} 个张量换用其他名称即可在此基座中落位：{rules}{also}。</translation>
    </message>
    <message>
        <source>An adapter lies in the base&apos;s folder ({adapter_config}).</source>
        <translation>基座文件夹中有适配器（{adapter_config}）。</translation>
    </message>
    <message>
        <source>An adapter that was trained on top of a merged one (DPO after SFT) needs that merge, and names the raw base; one that was trained on the raw base now acts on top of somebody else&apos;s.</source>
        <translation>在合并后的模型上训练的适配器（SFT 之后的 DPO）需要那次合并，却只写明原始基座；在原始基座上训练的适配器，如今则叠加在别人的改动之上。</translation>
    </message>
    <message>
        <source>An effect smaller than this noise cannot be told from it.</source>
        <translation>小于此噪声的效应无法与噪声区分。</translation>
    </message>
    <message>
        <source>Another class is built: head and names of modules may differ.</source>
        <translation>构建的是另一个类：头部和模块名称可能不同。</translation>
    </message>
    <message>
        <source>Another kind of model: modules have other names, and the adapter&apos;s may not exist.</source>
        <translation>另一种模型：模块名称不同，适配器所指的模块可能不存在。</translation>
    </message>
    <message>
        <source>Applied on top it acts twice. A merged model often keeps the name of its base, and no loader can tell.</source>
        <translation>再叠加便会作用两次。合并后的模型往往沿用基座的名称，加载器无从察觉。</translation>
    </message>
    <message>
        <source>Ask for access at {page}.</source>
        <translation>请在 {page} 申请访问。</translation>
    </message>
    <message>
        <source>Ask its author which program reads it.</source>
        <translation>请询问作者用哪个程序读取它。</translation>
    </message>
    <message>
        <source>Asking the Hub</source>
        <translation>正在查询 Hub</translation>
    </message>
    <message>
        <source>At most {value} % were allowed.</source>
        <translation>最多允许 {value} %。</translation>
    </message>
    <message>
        <source>Attention reaches over another stretch of text: shapes stay, long prompts are read otherwise.</source>
        <translation>注意力覆盖的文本范围不同：形状不变，但长提示词的读法不同。</translation>
    </message>
    <message>
        <source>Attention scores or logits are scaled otherwise: shapes stay, what the adapter adds weighs differently.</source>
        <translation>注意力分数或 logit 的缩放不同：形状不变，但适配器增量的分量不同。</translation>
    </message>
    <message>
        <source>B starts at zero, and B·A stays zero as long as no gradient reaches it: the adapter loads and does nothing.</source>
        <translation>B 从零开始，只要没有梯度到达，B·A 就一直为零：适配器能加载却毫无作用。</translation>
    </message>
    <message>
        <source>Batches are padded with another token; masked positions do not change answers.</source>
        <translation>批次使用另一个填充词元；被遮蔽的位置不影响回答。</translation>
    </message>
    <message>
        <source>Both bases hold NaN or infinity in this weight.</source>
        <translation>两个基座的这一权重都含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>Both have the same shapes; chat tokens that the plain model never learnt make answers that do not end.</source>
        <translation>两者形状相同；原版模型从未学过的对话词元会使回答无法结束。</translation>
    </message>
    <message>
        <source>Building the base without weights</source>
        <translation>正在构建不含权重的基座</translation>
    </message>
    <message>
        <source>By the hashes that the Hub lists, the weight files differ. </source>
        <translation>根据 Hub 列出的哈希，权重文件不同。</translation>
    </message>
    <message>
        <source>Call resize_token_embeddings(len(tokenizer)) on the base before loading, or use the right base.</source>
        <translation>加载前对基座调用 resize_token_embeddings(len(tokenizer))，或使用正确的基座。</translation>
    </message>
    <message>
        <source>Call save_pretrained on the trained PEFT model, or choose the folder in which it was saved.</source>
        <translation>对训练好的 PEFT 模型调用 save_pretrained，或选择保存它的文件夹。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Cannot tell yet for {name}</source>
        <translation>{name}：尚无法判断</translation>
    </message>
    <message>
        <source>Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.</source>
        <translation>请检查 HTTPS_PROXY、HTTP_PROXY 和 NO_PROXY。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>请检查其权限。</translation>
    </message>
    <message>
        <source>Check its spelling.</source>
        <translation>请检查拼写。</translation>
    </message>
    <message>
        <source>Check its spelling. If it is private: {log_in}</source>
        <translation>请检查拼写。若为私有：{log_in}</translation>
    </message>
    <message>
        <source>Check that this Python interpreter exists and may be run.</source>
        <translation>请确认该 Python 解释器存在且可以运行。</translation>
    </message>
    <message>
        <source>Check the clock, or give the certificates of your network in SSL_CERT_FILE.</source>
        <translation>请检查系统时间，或在 SSL_CERT_FILE 中给出所在网络的证书。</translation>
    </message>
    <message>
        <source>Check the network, or go offline: then what is on this machine is taken.</source>
        <translation>请检查网络，或切换到离线：此时只使用本机已有的内容。</translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation>请检查路径及其权限。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>请选择可写入的文件夹。</translation>
    </message>
    <message>
        <source>Choose another Python for the dry run and the probe.</source>
        <translation>请为试加载和探测另选一个 Python。</translation>
    </message>
    <message>
        <source>Choose both.</source>
        <translation>请选择两者。</translation>
    </message>
    <message>
        <source>Choose one in the window (File menu), or set {python_variable}.</source>
        <translation>请在窗口的“文件”菜单中选择，或设置 {python_variable}。</translation>
    </message>
    <message>
        <source>Choose the adapter&apos;s folder, its adapter_config.json or its adapter_model.safetensors.</source>
        <translation>请选择适配器文件夹、其 adapter_config.json 或 adapter_model.safetensors。</translation>
    </message>
    <message>
        <source>Choose the base model&apos;s config.json, or its folder.</source>
        <translation>请选择基座模型的 config.json 或其文件夹。</translation>
    </message>
    <message>
        <source>Choose the base that the adapter is to be served on.</source>
        <translation>请选择将要部署此适配器的基座。</translation>
    </message>
    <message>
        <source>Choose the base that this adapter is to be served on; what the adapter says alone is below.</source>
        <translation>请选择将要部署此适配器的基座；仅凭适配器所能得知的内容见下方。</translation>
    </message>
    <message>
        <source>Choose the base whose names the keys are to get.</source>
        <translation>请选择键名所要依据的基座。</translation>
    </message>
    <message>
        <source>Choose the device auto, which takes the fastest that is there.</source>
        <translation>请选择设备 auto，它会使用现有的最快设备。</translation>
    </message>
    <message>
        <source>Choose the folder that holds config.json.</source>
        <translation>请选择含有 config.json 的文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder that holds {adapter_config}.</source>
        <translation>请选择含有 {adapter_config} 的文件夹。</translation>
    </message>
    <message>
        <source>Choose the right file.</source>
        <translation>请选择正确的文件。</translation>
    </message>
    <message>
        <source>Compare alpha with the training script, and look at the training&apos;s loss; leave dead modules out of the targets.</source>
        <translation>将 alpha 与训练脚本对照，并查看训练损失；把全零模块排除在目标之外。</translation>
    </message>
    <message>
        <source>Compare lora_alpha with the training run.</source>
        <translation>将 lora_alpha 与训练时的设置对照。</translation>
    </message>
    <message>
        <source>Comparing the base with the lock</source>
        <translation>正在将基座与锁定文件对照</translation>
    </message>
    <message>
        <source>Comparing the bases&apos; weights</source>
        <translation>正在比较基座的权重</translation>
    </message>
    <message>
        <source>Convert it (transpose, rename, write a PEFT adapter_config.json), or use it with mlx-lm.</source>
        <translation>请转换它（转置、改名、写出 PEFT 的 adapter_config.json），或用 mlx-lm 使用它。</translation>
    </message>
    <message>
        <source>Convert it to a plain LoRA, or run the whole probe.</source>
        <translation>将其转换为普通 LoRA，或运行完整探测。</translation>
    </message>
    <message>
        <source>Convert it to plain LoRA with path_initial_model_for_weight_conversion.</source>
        <translation>用 path_initial_model_for_weight_conversion 将其转换为普通 LoRA。</translation>
    </message>
    <message>
        <source>Convert it to safetensors in a sandbox, with torch.load(weights_only=True).</source>
        <translation>在沙箱中用 torch.load(weights_only=True) 将其转换为 safetensors。</translation>
    </message>
    <message>
        <source>Convert the adapter with its own ecosystem&apos;s exporter.</source>
        <translation>用其所属生态的导出工具转换该适配器。</translation>
    </message>
    <message>
        <source>Copy adapter_model.safetensors into it, or download the adapter again: the weights were left out.</source>
        <translation>请将 adapter_model.safetensors 复制进来，或重新下载适配器：缺少权重。</translation>
    </message>
    <message>
        <source>Copy the configuration that was saved with these weights; no loader works without it.</source>
        <translation>请复制与这些权重一同保存的配置；没有它，任何加载器都无法工作。</translation>
    </message>
    <message>
        <source>Copy the file into the folder, or choose the folder in which it really lies.</source>
        <translation>请将文件复制到该文件夹，或选择它实际所在的文件夹。</translation>
    </message>
    <message>
        <source>Copy the model&apos;s config.json into it; transformers cannot build the model without.</source>
        <translation>请将模型的 config.json 复制进来；没有它，transformers 无法构建模型。</translation>
    </message>
    <message>
        <source>Degraded on {name}: {case}</source>
        <translation>在 {name} 上降级：{case}</translation>
    </message>
    <message>
        <source>Delete the file that is not meant.</source>
        <translation>请删除多余的文件。</translation>
    </message>
    <message>
        <source>Do not share this base between adapters; save the adapter without base tensors or convert it to plain LoRA.</source>
        <translation>不要让多个适配器共用此基座；保存适配器时不要包含基座张量，或将其转换为普通 LoRA。</translation>
    </message>
    <message>
        <source>DoRA is not served by {list} ({value}).</source>
        <translation>{list} 不支持部署 DoRA（{value}）。</translation>
    </message>
    <message>
        <source>DoRA on this kind of module is not computed.</source>
        <translation>此类模块上的 DoRA 不作计算。</translation>
    </message>
    <message>
        <source>DoRA&apos;s factors do not go together with the base&apos;s weight.</source>
        <translation>DoRA 的因子与基座的权重不符。</translation>
    </message>
    <message>
        <source>Does it act?</source>
        <translation>是否起作用？</translation>
    </message>
    <message>
        <source>Does it land?</source>
        <translation>是否落位？</translation>
    </message>
    <message>
        <source>Does it load?</source>
        <translation>能否加载？</translation>
    </message>
    <message>
        <source>Download index and weights again, from the same revision.</source>
        <translation>请从同一修订版本重新下载索引和权重。</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>请重新下载。</translation>
    </message>
    <message>
        <source>Download it, and give one of its folders: {source}</source>
        <translation>请下载它，并指定其中一个文件夹：{source}</translation>
    </message>
    <message>
        <source>Download or save it again.</source>
        <translation>请重新下载或保存。</translation>
    </message>
    <message>
        <source>Download the file again and compare its sha256 with the one on the Hub.</source>
        <translation>重新下载该文件，并将其 sha256 与 Hub 上的对照。</translation>
    </message>
    <message>
        <source>Download the file again; the page that was saved in its place often says why.</source>
        <translation>请重新下载该文件；误存的网页中往往写有原因。</translation>
    </message>
    <message>
        <source>Download the model again; an interrupted download leaves such gaps.</source>
        <translation>请重新下载模型；中断的下载会留下这样的缺口。</translation>
    </message>
    <message>
        <source>Drop an adapter folder or a base model folder.</source>
        <translation>请拖入适配器文件夹或基座模型文件夹。</translation>
    </message>
    <message>
        <source>Embedding and head become one matrix or two; the adapter touches neither.</source>
        <translation>嵌入与输出头合为一个矩阵或分为两个；适配器与两者均无关。</translation>
    </message>
    <message>
        <source>Embedding and head become one matrix: what the adapter trained on one of them changes both or is lost.</source>
        <translation>嵌入与输出头合为一个矩阵：适配器对其中之一的训练会同时改变两者，或者丢失。</translation>
    </message>
    <message>
        <source>Embedding and head become two matrices: what the adapter trained on the shared one reaches only one.</source>
        <translation>嵌入与输出头分为两个矩阵：适配器对共享矩阵的训练只作用于其中之一。</translation>
    </message>
    <message>
        <source>Embedding and head get another number of rows: adapters that hold such rows do not fit.</source>
        <translation>嵌入与输出头的行数改变：含有这些行的适配器不再适配。</translation>
    </message>
    <message>
        <source>Embedding and head get another number of rows; the adapter holds none, so its tensors fit.</source>
        <translation>嵌入与输出头的行数改变；适配器不含这些行，因此其张量仍适配。</translation>
    </message>
    <message>
        <source>Embedding or head rows in the file do not match the base&apos;s vocabulary.</source>
        <translation>文件中嵌入或输出头的行数与基座的词表不符。</translation>
    </message>
    <message>
        <source>Embeddings saved along make an adapter of gigabytes, and servers refuse them.</source>
        <translation>一并保存的嵌入会使适配器达到数 GB，而服务端会拒绝它们。</translation>
    </message>
    <message>
        <source>Equal values, stored as {dtypes} and {dtypes2}.</source>
        <translation>数值相同，分别以 {dtypes} 和 {dtypes2} 存储。</translation>
    </message>
    <message>
        <source>Even one layer at a time needs {value}: free some memory, or measure module by module (--modules), which runs no model.</source>
        <translation>即使逐层运行也需要 {value}：请释放一些内存，或逐个模块测量（不运行模型）。</translation>
    </message>
    <message>
        <source>Every lora_B is zero ({total} of {total}): the adapter was never trained.</source>
        <translation>所有 lora_B 均为零（{total} / {total}）：适配器从未被训练。</translation>
    </message>
    <message>
        <source>Every target weight that was compared is the same.</source>
        <translation>所有比较过的目标权重均相同。</translation>
    </message>
    <message>
        <source>Examples of the golden set that were answered right before are answered wrong now.</source>
        <translation>黄金集中之前答对的样本现在答错了。</translation>
    </message>
    <message>
        <source>Experts are counted or chosen otherwise: parts trained on one expert may serve another or find none.</source>
        <translation>专家的数量或选择方式不同：为某个专家训练的部分可能用于另一个专家，或找不到对象。</translation>
    </message>
    <message>
        <source>Fails on {name}: the loader raises {value}</source>
        <translation>在 {name} 上失败：加载器报出 {value}</translation>
    </message>
    <message>
        <source>Fails on {name}: {mismatched} of {file} tensors do not fit</source>
        <translation>在 {name} 上失败：{file} 个张量中有 {mismatched} 个不适配</translation>
    </message>
    <message>
        <source>Fetch it, and give the file or its folder: hf download {repo_id} {file}</source>
        <translation>请下载它，并指定该文件或其文件夹：hf download {repo_id} {file}</translation>
    </message>
    <message>
        <source>Fetch it: run `git lfs pull` in the repository, or `hf download` for the Hub.</source>
        <translation>请获取它：在仓库中运行 `git lfs pull`，或用 `hf download` 从 Hub 下载。</translation>
    </message>
    <message>
        <source>Fetch one, and give the file: hf download {repo_id} {gguf}</source>
        <translation>请下载其中一个，并指定该文件：hf download {repo_id} {gguf}</translation>
    </message>
    <message>
        <source>Fetch them with: {source}</source>
        <translation>获取命令：{source}</translation>
    </message>
    <message>
        <source>Fine where an embedding or a head was meant to be trained; otherwise check modules_to_save.</source>
        <translation>若本意就是训练嵌入或头部则无妨；否则请检查 modules_to_save。</translation>
    </message>
    <message>
        <source>Fits {name}: all {file} tensors land</source>
        <translation>适配 {name}：全部 {file} 个张量均已落位</translation>
    </message>
    <message>
        <source>Fits {name}: {landed} of {file} tensors land, the rest are there twice</source>
        <translation>适配 {name}：{file} 个张量中有 {landed} 个落位，其余是重复的</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>解决</translation>
    </message>
    <message>
        <source>For such a server multiply lora_alpha by √r and set use_rslora to false: the product is the same.</source>
        <translation>对于这样的服务端，将 lora_alpha 乘以 √r 并把 use_rslora 设为 false：乘积相同。</translation>
    </message>
    <message>
        <source>Free some memory or take a smaller base, then try again.</source>
        <translation>请释放内存或换用更小的基座，然后重试。</translation>
    </message>
    <message>
        <source>Free some memory, take a smaller base or shorter prompts, or measure module by module.</source>
        <translation>请释放内存，换用更小的基座或更短的提示词，或逐个模块测量。</translation>
    </message>
    <message>
        <source>Generation stops at another token: answers may end too early or never.</source>
        <translation>生成在另一个词元处停止：回答可能过早结束或永不结束。</translation>
    </message>
    <message>
        <source>Give &quot;messages&quot; as a list of objects with &quot;role&quot; and &quot;content&quot;.</source>
        <translation>请将 &quot;messages&quot; 写成由含 &quot;role&quot; 和 &quot;content&quot; 的对象组成的列表。</translation>
    </message>
    <message>
        <source>Give 1 to {max_prompts} of them.</source>
        <translation>请给出 1 至 {max_prompts} 个。</translation>
    </message>
    <message>
        <source>Give 1 to {max_prompts} prompts.</source>
        <translation>请给出 1 至 {max_prompts} 个提示词。</translation>
    </message>
    <message>
        <source>Give a UTF-8 text file.</source>
        <translation>请提供 UTF-8 文本文件。</translation>
    </message>
    <message>
        <source>Give a shorter example.</source>
        <translation>请提供更短的样本。</translation>
    </message>
    <message>
        <source>Give fewer examples.</source>
        <translation>请减少样本数量。</translation>
    </message>
    <message>
        <source>Give fewer of them.</source>
        <translation>请减少数量。</translation>
    </message>
    <message>
        <source>Give its folder (config.json and .safetensors), one .safetensors or .gguf file, or a config.json.</source>
        <translation>请指定其文件夹（含 config.json 和 .safetensors）、单个 .safetensors 或 .gguf 文件，或 config.json。</translation>
    </message>
    <message>
        <source>Give one of them: {value}.</source>
        <translation>请指定其中之一：{value}。</translation>
    </message>
    <message>
        <source>Give one string a line, or one object a line with &quot;prompt&quot;, &quot;text&quot; or &quot;messages&quot;.</source>
        <translation>请每行给出一个字符串，或一个含 &quot;prompt&quot;、&quot;text&quot; 或 &quot;messages&quot; 的对象。</translation>
    </message>
    <message>
        <source>Give prompts as plain text, or put the chat_template.jinja beside the adapter.</source>
        <translation>请以纯文本提供提示词，或将 chat_template.jinja 放在适配器旁。</translation>
    </message>
    <message>
        <source>Give the adapter&apos;s folder. An adapter on the Hub has to be downloaded first: `hf download`.</source>
        <translation>请指定适配器文件夹。Hub 上的适配器须先下载：`hf download`。</translation>
    </message>
    <message>
        <source>Give the file itself: {contents}.</source>
        <translation>请指定文件本身：{contents}。</translation>
    </message>
    <message>
        <source>Give the folder of the model that it was trained on as the base.</source>
        <translation>请将训练时所用模型的文件夹指定为基座。</translation>
    </message>
    <message>
        <source>Give the model that it was trained on as the base.</source>
        <translation>请将训练时所用的模型指定为基座。</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is not the address of a site.</source>
        <translation>HF_ENDPOINT 不是网站地址。</translation>
    </message>
    <message>
        <source>Header, offsets and file size have to agree to the byte; anything else is refused or, worse, misread.</source>
        <translation>文件头、偏移和文件大小必须逐字节一致；否则会被拒绝，更糟的是被误读。</translation>
    </message>
    <message>
        <source>Headers are judged for the peft loader only; this one needs a dry run.</source>
        <translation>仅能就 peft 加载器判断文件头；此加载器需要试加载。</translation>
    </message>
    <message>
        <source>Heads are cut otherwise: where widths stay the adapter loads, on other heads than it was trained on.</source>
        <translation>注意力头的划分不同：宽度不变时适配器能加载，却作用于与训练时不同的头。</translation>
    </message>
    <message>
        <source>Heads are cut otherwise: widths may stay and the adapter loads, on other heads than it was trained on.</source>
        <translation>注意力头的划分不同：宽度可能不变，适配器能加载，却作用于与训练时不同的头。</translation>
    </message>
    <message>
        <source>Hidden size {found} in the adapter, {wanted} in the base</source>
        <translation>隐藏维度：适配器中为 {found}，基座中为 {wanted}</translation>
    </message>
    <message>
        <source>How the model was saved, loaded or trained; it computes the same.</source>
        <translation>模型的保存、加载或训练方式；计算结果不变。</translation>
    </message>
    <message>
        <source>If it is a base model, open it as the base.</source>
        <translation>如果它是基座模型，请作为基座打开。</translation>
    </message>
    <message>
        <source>If none matches PEFT raises; a part that matches nothing is passed over in silence.</source>
        <translation>若无一匹配，PEFT 会报错；部分不匹配则被悄悄略过。</translation>
    </message>
    <message>
        <source>If they were not trained, save again with save_embedding_layers=False.</source>
        <translation>如果它们未经训练，请以 save_embedding_layers=False 重新保存。</translation>
    </message>
    <message>
        <source>Images are put in at another token id.</source>
        <translation>图像在另一个词元 id 处插入。</translation>
    </message>
    <message>
        <source>Images are taken from another layer of the vision tower.</source>
        <translation>图像特征取自视觉塔的另一层。</translation>
    </message>
    <message>
        <source>In the chat template: {prompt}</source>
        <translation>套用对话模板：{prompt}</translation>
    </message>
    <message>
        <source>In {count} modules lora_A&apos;s rows are not lora_B&apos;s columns.</source>
        <translation>{count} 个模块中 lora_A 的行数与 lora_B 的列数不等。</translation>
    </message>
    <message>
        <source>Inert on {name}: it loads and does nothing</source>
        <translation>在 {name} 上无效：能加载却毫无作用</translation>
    </message>
    <message>
        <source>Install it with `python -m pip install gguf`, or probe on the 16-bit model.</source>
        <translation>请用 `python -m pip install gguf` 安装，或在 16 位模型上探测。</translation>
    </message>
    <message>
        <source>Intermediate size {found} in the adapter, {wanted} in the base</source>
        <translation>中间维度：适配器中为 {found}，基座中为 {wanted}</translation>
    </message>
    <message>
        <source>Is it readable?</source>
        <translation>是否可读？</translation>
    </message>
    <message>
        <source>Is this its base?</source>
        <translation>这是它的基座吗？</translation>
    </message>
    <message>
        <source>It acts {where}: mean KL is {inside} nats with the template of {source} and {plain} without.</source>
        <translation>它在{where}起作用：使用 {source} 的模板时平均 KL 为 {inside} nats，不使用时为 {plain}。</translation>
    </message>
    <message>
        <source>It cannot be probed: the loader raises {kind}.</source>
        <translation>无法探测：加载器报出 {kind}。</translation>
    </message>
    <message>
        <source>It holds values that are not finite.</source>
        <translation>含有非有限的数值。</translation>
    </message>
    <message>
        <source>It is a part of a tensor that does not divide evenly.</source>
        <translation>它是某个无法均分的张量的一部分。</translation>
    </message>
    <message>
        <source>It is a training checkpoint: call save_pretrained on the trained PEFT model.</source>
        <translation>这是训练检查点：请对训练好的 PEFT 模型调用 save_pretrained。</translation>
    </message>
    <message>
        <source>It is empty in the base&apos;s files.</source>
        <translation>它在基座文件中是空的。</translation>
    </message>
    <message>
        <source>It is stored as {dtype}, quantised or packed; its values were not read.</source>
        <translation>以 {dtype} 存储，经过量化或打包；未读取其数值。</translation>
    </message>
    <message>
        <source>It loaded and does nothing: requests are served by the base model alone.</source>
        <translation>它已加载却毫无作用：请求仅由基座模型应答。</translation>
    </message>
    <message>
        <source>It loads without an error and changes nothing: typical of a patched state_dict at saving time.</source>
        <translation>加载无误却毫无变化：常见于保存时 state_dict 被改动过的情况。</translation>
    </message>
    <message>
        <source>It should look like https://huggingface.co; unset it to take that.</source>
        <translation>应形如 https://huggingface.co；取消设置即使用该地址。</translation>
    </message>
    <message>
        <source>It stacks several experts, and only the base tells how many.</source>
        <translation>它叠放了多个专家，数量只有基座知道。</translation>
    </message>
    <message>
        <source>Its change takes the base&apos;s weight. {why}{told}</source>
        <translation>其改动依赖基座的权重。{why}{told}</translation>
    </message>
    <message>
        <source>Its configuration leaves open by how much the adapter is scaled.</source>
        <translation>其配置未说明适配器的缩放倍数。</translation>
    </message>
    <message>
        <source>Its keys follow no layout that PEFT writes, nor one that is known here.</source>
        <translation>其键既不符合 PEFT 写出的布局，也不符合此处已知的布局。</translation>
    </message>
    <message>
        <source>Its last {left_out} tokens were left out.</source>
        <translation>最后 {left_out} 个词元被略去。</translation>
    </message>
    <message>
        <source>Its modules were measured one by one; whether outputs change has not been measured yet.</source>
        <translation>已逐个测量其模块；尚未测量输出是否改变。</translation>
    </message>
    <message>
        <source>Its name promises something else: rename it, or choose the right file.</source>
        <translation>其名称与内容不符：请改名，或选择正确的文件。</translation>
    </message>
    <message>
        <source>Its one tensor always loads; the model then fails, or uses half of it, at the first forward pass.</source>
        <translation>它唯一的张量总能加载；随后模型在首次前向计算时出错，或只用到其中一半。</translation>
    </message>
    <message>
        <source>Its parts are stored in different dtypes.</source>
        <translation>其各部分以不同的类型存储。</translation>
    </message>
    <message>
        <source>Its ranks are not those that adapter_config.json tells.</source>
        <translation>其秩与 adapter_config.json 所述不同。</translation>
    </message>
    <message>
        <source>Its values are on the Hub and were not downloaded.</source>
        <translation>其数值在 Hub 上，未下载。</translation>
    </message>
    <message>
        <source>KL {mean_kl}</source>
        <translation>KL {mean_kl}</translation>
    </message>
    <message>
        <source>Keep base and adapter in folders of their own.</source>
        <translation>请将基座和适配器分别放在各自的文件夹中。</translation>
    </message>
    <message>
        <source>Keep one adapter a folder.</source>
        <translation>每个文件夹只放一个适配器。</translation>
    </message>
    <message>
        <source>Keep the adapter in a folder of its own.</source>
        <translation>请将适配器放在单独的文件夹中。</translation>
    </message>
    <message>
        <source>Key/value heads {value} in the adapter, {heads} in the base</source>
        <translation>键/值头：适配器中为 {value}，基座中为 {heads}</translation>
    </message>
    <message>
        <source>Keys and values get another number of heads: k_proj and v_proj change their width, and loading raises where the adapter has them.</source>
        <translation>键和值的头数改变：k_proj 和 v_proj 的宽度随之改变，适配器若含有它们，加载便会报错。</translation>
    </message>
    <message>
        <source>Keys carry the name of a wrapper that was around the model when it was saved.</source>
        <translation>键中带有保存时包裹模型的外层名称。</translation>
    </message>
    <message>
        <source>Keys carry the name under which the adapter was loaded when it was saved.</source>
        <translation>键中带有保存时加载适配器所用的名称。</translation>
    </message>
    <message>
        <source>Keys do not start with base_model.model exactly once.</source>
        <translation>键的开头不是恰好一个 base_model.model。</translation>
    </message>
    <message>
        <source>Keys that name no module of the base are dropped without a word, or the loader raises.</source>
        <translation>未指向基座任何模块的键会被毫无提示地丢弃，或使加载器报错。</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Leave out --loader.</source>
        <translation>去掉 --loader。</translation>
    </message>
    <message>
        <source>Leave out --quick.</source>
        <translation>去掉 --quick。</translation>
    </message>
    <message>
        <source>Line {number} of {name} is longer than 256 kB.</source>
        <translation>{name} 的第 {number} 行超过 256 kB。</translation>
    </message>
    <message>
        <source>Line {number} of {name} {fault}.</source>
        <translation>{name} 的第 {number} 行{fault}。</translation>
    </message>
    <message>
        <source>Line {number} of {path}</source>
        <translation>{path} 的第 {number} 行</translation>
    </message>
    <message>
        <source>List these modules in modules_to_save, or remove the tensors if they were not trained.</source>
        <translation>将这些模块列入 modules_to_save；若未经训练，则删去这些张量。</translation>
    </message>
    <message>
        <source>LoHa&apos;s four factors do not go together.</source>
        <translation>LoHa 的四个因子彼此不符。</translation>
    </message>
    <message>
        <source>LoKr&apos;s factors do not go together.</source>
        <translation>LoKr 的因子彼此不符。</translation>
    </message>
    <message>
        <source>LoRA on rows of tokens</source>
        <translation>作用于词元行的 LoRA</translation>
    </message>
    <message>
        <source>Load it as `{call}` and write that revision into adapter_config.json, or write a lock.</source>
        <translation>以 `{call}` 加载，并将该修订版本写入 adapter_config.json，或写出锁定文件。</translation>
    </message>
    <message>
        <source>Load it once with torch.load(weights_only=True) and save it as adapter_model.safetensors.</source>
        <translation>请用 torch.load(weights_only=True) 加载一次，并另存为 adapter_model.safetensors。</translation>
    </message>
    <message>
        <source>Load it with the PEFT version that wrote it, or split the merged groups and save it again.</source>
        <translation>请用写出它的 PEFT 版本加载，或拆分合并的组后重新保存。</translation>
    </message>
    <message>
        <source>Load it with the pipeline&apos;s load_lora_weights; PEFT does not read this layout.</source>
        <translation>请用管线的 load_lora_weights 加载；PEFT 不识别此布局。</translation>
    </message>
    <message>
        <source>Load the base in the class that the adapter was trained on.</source>
        <translation>用训练适配器时的类加载基座。</translation>
    </message>
    <message>
        <source>Loaders cast what they find without a word: whole numbers lose everything behind the point, and above 65,504 float16 holds infinity.</source>
        <translation>加载器会毫无提示地转换类型：整数会丢失小数部分，超过 65,504 的值在 float16 中变为无穷大。</translation>
    </message>
    <message>
        <source>Loaders pick by file name: a config.json beside the adapter, nested adapters or a second weight file decide which one is served.</source>
        <translation>加载器按文件名挑选：适配器旁的 config.json、嵌套的适配器或第二个权重文件会决定实际部署的是哪一个。</translation>
    </message>
    <message>
        <source>Loaders read adapter_model.safetensors; {said}</source>
        <translation>加载器读取的是 adapter_model.safetensors；{said}</translation>
    </message>
    <message>
        <source>Loading changed the base itself: full tensors written over it, or an initialisation that rewrites weights.</source>
        <translation>加载改变了基座本身：被完整张量覆盖，或被改写权重的初始化所改动。</translation>
    </message>
    <message>
        <source>Loading the adapter</source>
        <translation>正在加载适配器</translation>
    </message>
    <message>
        <source>Loading the adapter on {name}</source>
        <translation>正在 {name} 上加载适配器</translation>
    </message>
    <message>
        <source>Loading the base</source>
        <translation>正在加载基座</translation>
    </message>
    <message>
        <source>Loading this adapter rewrites the base (init_lora_weights={value}), which cannot be done module by module.</source>
        <translation>加载此适配器会改写基座（init_lora_weights={value}），无法逐个模块进行。</translation>
    </message>
    <message>
        <source>Log in with `hf auth login`, or set HF_TOKEN.</source>
        <translation>请用 `hf auth login` 登录，或设置 HF_TOKEN。</translation>
    </message>
    <message>
        <source>Look at the findings above for the reason: keys that found no place, or values that are zero.</source>
        <translation>原因见上方的发现：键没有找到位置，或数值为零。</translation>
    </message>
    <message>
        <source>Look at what it holds: {name}/tree/{commit}</source>
        <translation>请查看其内容：{name}/tree/{commit}</translation>
    </message>
    <message>
        <source>Look at {page}.</source>
        <translation>请查看 {page}。</translation>
    </message>
    <message>
        <source>Look for non-finite tensors; probe in float32 to tell an overflow from broken weights.</source>
        <translation>查找非有限的张量；用 float32 探测，以区分溢出与权重损坏。</translation>
    </message>
    <message>
        <source>Look for non-finite weights in the base, or probe on the CPU, where it runs in float32.</source>
        <translation>查找基座中非有限的权重，或在 CPU 上以 float32 探测。</translation>
    </message>
    <message>
        <source>Looking up where every tensor went</source>
        <translation>正在查明每个张量的去向</translation>
    </message>
    <message>
        <source>MLP projections gain or lose their biases: a plain LoRA still lands, bias=&quot;all&quot; does not.</source>
        <translation>MLP 投影增加或失去偏置：普通 LoRA 仍能落位，bias=&quot;all&quot; 则不能。</translation>
    </message>
    <message>
        <source>MLX&apos;s matrices are transposed and get PEFT&apos;s names</source>
        <translation>将 MLX 的矩阵转置并改用 PEFT 的名称</translation>
    </message>
    <message>
        <source>Make it anew with `adapter-inspector lock`, or update Adapter Inspector if it is newer.</source>
        <translation>用 `adapter-inspector lock` 重新生成；若它的版本更新，则升级 Adapter Inspector。</translation>
    </message>
    <message>
        <source>Measure on a complete base; the names in its files may not be those of its class.</source>
        <translation>请在完整的基座上测量；其文件中的名称可能不是其类所用的名称。</translation>
    </message>
    <message>
        <source>Measure on a device that holds the whole base.</source>
        <translation>请在能容纳整个基座的设备上测量。</translation>
    </message>
    <message>
        <source>Measure on it with `adapter-inspector probe --prompts`.</source>
        <translation>请用 `adapter-inspector probe --prompts` 在其上测量。</translation>
    </message>
    <message>
        <source>Measure on the model that it was converted from.</source>
        <translation>在转换前的模型上测量。</translation>
    </message>
    <message>
        <source>Measure on this base, or serve the 16-bit one.</source>
        <translation>在此基座上测量，或部署 16 位的版本。</translation>
    </message>
    <message>
        <source>Measured module by module, without running the model: {share} change their output.</source>
        <translation>逐个模块测量，未运行模型：{share}改变输出。</translation>
    </message>
    <message>
        <source>Merge the adapter into its base for such a server, or train without modules_to_save.</source>
        <translation>对于这样的服务端，将适配器合并进基座，或在训练时不使用 modules_to_save。</translation>
    </message>
    <message>
        <source>Merge the adapter into its base for such a server.</source>
        <translation>对于这样的服务端，将适配器合并进基座。</translation>
    </message>
    <message>
        <source>Modules answer with NaN or infinity.</source>
        <translation>有模块输出 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>Modules are compared with the disabled adapter, layers with the untouched base.</source>
        <translation>模块与关闭适配器时对照，层与未加载过的基座对照。</translation>
    </message>
    <message>
        <source>More than half of the file is full tensors, not adapter weights.</source>
        <translation>文件中一半以上是完整张量，而非适配器权重。</translation>
    </message>
    <message>
        <source>NaN or infinity in hidden states.</source>
        <translation>隐藏状态中有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>NaN or infinity in the adapter&apos;s parameters: {broken}.</source>
        <translation>适配器的参数中有 NaN 或无穷大：{broken}。</translation>
    </message>
    <message>
        <source>NaN or infinity in the weights or an overflow: the model answers with noise or not at all.</source>
        <translation>权重中有 NaN 或无穷大，或发生溢出：模型只输出噪声，或完全无法回答。</translation>
    </message>
    <message>
        <source>Names and shapes can then be told from config.json alone, by a dry run.</source>
        <translation>之后仅凭 config.json 即可通过试加载得知名称和形状。</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>Neither the adapter nor the base has a tokenizer whose ids the model knows.</source>
        <translation>适配器和基座都没有 id 为模型所识别的分词器。</translation>
    </message>
    <message>
        <source>No base chosen yet</source>
        <translation>尚未选择基座</translation>
    </message>
    <message>
        <source>No base was chosen.</source>
        <translation>未选择基座。</translation>
    </message>
    <message>
        <source>No dry run and no probe with {python}: {list}.</source>
        <translation>无法用 {python} 试加载和探测：{list}。</translation>
    </message>
    <message>
        <source>No dry run and no probe: this viewer brings no torch, transformers and peft, and no Python that has them has been chosen.</source>
        <translation>无法试加载和探测：此查看器不含 torch、transformers 和 peft，也未选择装有它们的 Python。</translation>
    </message>
    <message>
        <source>No figures for {count}.</source>
        <translation>{count}没有数值。</translation>
    </message>
    <message>
        <source>No golden set was answered.</source>
        <translation>未回答黄金集。</translation>
    </message>
    <message>
        <source>No golden set was given.</source>
        <translation>未提供黄金集。</translation>
    </message>
    <message>
        <source>No loader strips them: the tensors find no place, with nothing but a warning about missing keys.</source>
        <translation>没有加载器会去掉它们：张量找不到位置，只有一条关于缺失键的警告。</translation>
    </message>
    <message>
        <source>No lock and no commit to compare with; equal shapes prove nothing.</source>
        <translation>没有可对照的锁定文件或提交；形状相同并不能证明什么。</translation>
    </message>
    <message>
        <source>No model was run: each weight was read from the base&apos;s file by itself.</source>
        <translation>未运行模型：各权重均单独从基座文件读取。</translation>
    </message>
    <message>
        <source>No module was measured.</source>
        <translation>未测量任何模块。</translation>
    </message>
    <message>
        <source>No more than rounding to {coarser}.</source>
        <translation>仅为舍入到 {coarser} 的误差。</translation>
    </message>
    <message>
        <source>No other base was compared with this one.</source>
        <translation>没有其他基座与此基座对照过。</translation>
    </message>
    <message>
        <source>No prompt holds a token that the adapter trains, so one with them was added.</source>
        <translation>没有提示词包含适配器所训练的词元，因此另加了一条含有它们的提示词。</translation>
    </message>
    <message>
        <source>No renaming is known that would put every tensor in its place.</source>
        <translation>没有已知的改名方式能使所有张量落位。</translation>
    </message>
    <message>
        <source>No sample texts were encoded.</source>
        <translation>未编码任何样例文本。</translation>
    </message>
    <message>
        <source>No secure connection to {site} could be made.</source>
        <translation>无法与 {site} 建立安全连接。</translation>
    </message>
    <message>
        <source>No tensor could be placed yet.</source>
        <translation>尚无张量能够安放。</translation>
    </message>
    <message>
        <source>No tokenizer lies beside {name}.</source>
        <translation>{name} 旁没有分词器。</translation>
    </message>
    <message>
        <source>No. {kind}: {said}</source>
        <translation>不能。{kind}：{said}</translation>
    </message>
    <message>
        <source>No: every lora_B is zero.</source>
        <translation>否：所有 lora_B 均为零。</translation>
    </message>
    <message>
        <source>No: names or shapes are not those that the adapter was trained on.</source>
        <translation>否：名称或形状与训练时的不同。</translation>
    </message>
    <message>
        <source>No: nothing landed, so there is nothing that could act.</source>
        <translation>否：没有任何张量落位，因此无从起作用。</translation>
    </message>
    <message>
        <source>No: {reason}.</source>
        <translation>否：{reason}。</translation>
    </message>
    <message>
        <source>Nobody can tell the right base from a wrong one of the same shape, and AutoPeftModel cannot load it.</source>
        <translation>无人能分辨正确的基座与形状相同的错误基座，AutoPeftModel 也无法加载它。</translation>
    </message>
    <message>
        <source>Non-finite logits at {lost} of {positions} positions, left out of the figures.</source>
        <translation>{positions} 个位置中有 {lost} 个的 logit 非有限，未计入数值。</translation>
    </message>
    <message>
        <source>None of {n} golden examples got worse.</source>
        <translation>{n} 个黄金样本无一变差。</translation>
    </message>
    <message>
        <source>Not compared: {count}.</source>
        <translation>未比较：{count}。</translation>
    </message>
    <message>
        <source>Not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>Not measured, because {reason}: {paths}.</source>
        <translation>未测量，因为{reason}：{paths}。</translation>
    </message>
    <message>
        <source>Not measured. Its values are not zero, so it would act; the probe says how much.</source>
        <translation>未测量。其数值不为零，因此会起作用；作用多大由探测给出。</translation>
    </message>
    <message>
        <source>Not measured. The probe runs the model with and without it.</source>
        <translation>未测量。探测会分别在启用和不启用它的情况下运行模型。</translation>
    </message>
    <message>
        <source>Not measured: it cannot be loaded.</source>
        <translation>未测量：无法加载。</translation>
    </message>
    <message>
        <source>Nothing differs from {known} as far as was looked; not compared: {left_out}.</source>
        <translation>就所查看的内容而言，与{known}没有差异；未比较：{left_out}。</translation>
    </message>
    <message>
        <source>Nothing has to be done; a smaller r, or a truncation to it, is worth a try.</source>
        <translation>无须处理；可以尝试更小的 r，或截断到更小的秩。</translation>
    </message>
    <message>
        <source>Nothing has to be done; save_embedding_layers=False leaves them out of the file.</source>
        <translation>无须处理；save_embedding_layers=False 可使文件不含它们。</translation>
    </message>
    <message>
        <source>Nothing is left of the prompt in line {number} as tokens.</source>
        <translation>第 {number} 行的提示词转换为词元后为空。</translation>
    </message>
    <message>
        <source>Nothing of it was used. Try again; a mirror or proxy on the way may be at fault.</source>
        <translation>未使用其任何内容。请重试；途中的镜像或代理可能有问题。</translation>
    </message>
    <message>
        <source>Nothing outside the folder is read; correct the index.</source>
        <translation>不会读取文件夹之外的内容；请更正索引。</translation>
    </message>
    <message>
        <source>Nothing to do, if the other modules are the ones that were trained.</source>
        <translation>如果其余模块正是训练过的模块，则无须处理。</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>无须处理。</translation>
    </message>
    <message>
        <source>Nothing to do. Full paths in target_modules would silence the loader&apos;s warning.</source>
        <translation>无须处理。在 target_modules 中写完整路径可消除加载器的警告。</translation>
    </message>
    <message>
        <source>Numbers are stored in another type: shapes stay, values are rounded otherwise.</source>
        <translation>数值以另一种类型存储：形状不变，数值的舍入不同。</translation>
    </message>
    <message>
        <source>OFT on an embedding is not computed.</source>
        <translation>嵌入上的 OFT 不作计算。</translation>
    </message>
    <message>
        <source>Of rank {rank}, {used} directions hold 90 % of the change in the median module (effective rank {effective}).</source>
        <translation>秩为 {rank}，而在中位模块中 {used} 个方向即占改动的 90 %（有效秩 {effective}）。</translation>
    </message>
    <message>
        <source>Offloading (--offload) would put {cost} Or measure module by module (--modules), which runs no model, or on a larger device.</source>
        <translation>分层卸载的代价：{cost} 也可逐个模块测量（不运行模型），或换用更大的设备。</translation>
    </message>
    <message>
        <source>On {count} prompts {probe}.</source>
        <translation>在 {count} 个提示词上，{probe}。</translation>
    </message>
    <message>
        <source>One half alone changes nothing; PEFT fills the other half with its initial value.</source>
        <translation>只有一半时毫无变化；PEFT 会用初始值填充另一半。</translation>
    </message>
    <message>
        <source>One of its files is larger than this machine maps into memory: save the base in shards (save_pretrained, max_shard_size), or measure module by module (--modules).</source>
        <translation>其中一个文件超出了本机可映射到内存的大小：请将基座分片保存（save_pretrained、max_shard_size），或逐个模块测量。</translation>
    </message>
    <message>
        <source>One side holds query, key and value (or gate and up) as one projection, the other as several.</source>
        <translation>一侧将查询、键、值（或 gate 与 up）合为一个投影，另一侧则分为多个。</translation>
    </message>
    <message>
        <source>Only feedforward_modules tells whether IA3 scales inputs or outputs here.</source>
        <translation>IA3 在此处缩放输入还是输出，只有 feedforward_modules 能说明。</translation>
    </message>
    <message>
        <source>Only headers and configurations were looked at.</source>
        <translation>只查看了文件头和配置。</translation>
    </message>
    <message>
        <source>Only one side knows how to put chats together.</source>
        <translation>只有一侧知道如何拼接对话。</translation>
    </message>
    <message>
        <source>Only plain LoRA of mlx-lm has an exact counterpart.</source>
        <translation>只有 mlx-lm 的普通 LoRA 有精确的对应形式。</translation>
    </message>
    <message>
        <source>Only the base tells how wide the module&apos;s input is.</source>
        <translation>模块输入的宽度只有基座知道。</translation>
    </message>
    <message>
        <source>Only the base&apos;s values could tell how {name} sets up {peft_type}.</source>
        <translation>只有基座的数值才能说明 {name} 如何设置 {peft_type}。</translation>
    </message>
    <message>
        <source>Open a sub-folder to inspect its adapter.</source>
        <translation>请打开子文件夹以检查其中的适配器。</translation>
    </message>
    <message>
        <source>Open it as the base, and the adapter&apos;s own folder as the adapter.</source>
        <translation>请将它作为基座打开，并将适配器自己的文件夹作为适配器打开。</translation>
    </message>
    <message>
        <source>Open one of them.</source>
        <translation>请打开其中之一。</translation>
    </message>
    <message>
        <source>Open one of them: {children}.</source>
        <translation>请打开其中之一：{children}。</translation>
    </message>
    <message>
        <source>Open the folder that holds both; a Trainer checkpoint must be saved again with save_pretrained.</source>
        <translation>请打开同时含有两者的文件夹；Trainer 检查点须用 save_pretrained 重新保存。</translation>
    </message>
    <message>
        <source>Other names were found, but the loader does not place every tensor by them.</source>
        <translation>找到了其他名称，但加载器无法据此安放所有张量。</translation>
    </message>
    <message>
        <source>Other tokens are put around each text unless the program says otherwise.</source>
        <translation>除非程序另有指定，每段文本前后会加上不同的词元。</translation>
    </message>
    <message>
        <source>Outputs that are not finite numbers: {broken}.</source>
        <translation>输出非有限数值：{broken}。</translation>
    </message>
    <message>
        <source>PEFT</source>
        <translation>PEFT</translation>
    </message>
    <message>
        <source>PEFT does not load the adapter on this base, so there is nothing to measure: {name}: {text}</source>
        <translation>PEFT 无法在此基座上加载该适配器，因此无从测量：{name}: {text}</translation>
    </message>
    <message>
        <source>PEFT drops keys without a slot and says nothing: requests are answered by the base alone.</source>
        <translation>PEFT 会丢弃没有槽位的键且毫无提示：请求仅由基座应答。</translation>
    </message>
    <message>
        <source>PEFT drops the fields that it does not know, with a warning that nobody reads (before 0.14 it raises).</source>
        <translation>PEFT 会丢弃不认识的字段，只给出无人理会的警告（0.14 之前则报错）。</translation>
    </message>
    <message>
        <source>PEFT drops them without a word; the rest loads, and a part of the training is lost.</source>
        <translation>PEFT 会毫无提示地丢弃它们；其余部分照常加载，训练成果丢失一部分。</translation>
    </message>
    <message>
        <source>PEFT follows the fields without a word: layers stay untouched, the model changes its depth, or trained biases are missing.</source>
        <translation>PEFT 会毫无提示地照字段行事：某些层未被改动、模型深度改变，或缺少训练过的偏置。</translation>
    </message>
    <message>
        <source>PEFT fuses these experts and doubles their rank, and with it the rank&apos;s root.</source>
        <translation>PEFT 会合并这些专家并使其秩加倍，秩的平方根也随之改变。</translation>
    </message>
    <message>
        <source>PEFT honours use_rslora; servers that read lora_alpha alone scale by alpha/r, √r times too weak.</source>
        <translation>PEFT 遵循 use_rslora；只读取 lora_alpha 的服务端按 alpha/r 缩放，弱了 √r 倍。</translation>
    </message>
    <message>
        <source>PEFT ignores magnitudes without the flag, and starts them afresh without the tensors: both without an error.</source>
        <translation>没有该标志时 PEFT 忽略幅度向量，没有张量时则重新初始化：两者都不报错。</translation>
    </message>
    <message>
        <source>PEFT loads them; servers and converters that keep many adapters on one base take A/B pairs alone, and refuse the adapter.</source>
        <translation>PEFT 会加载它们；在一个基座上承载多个适配器的服务端和转换工具只接受 A/B 对，会拒绝此适配器。</translation>
    </message>
    <message>
        <source>PEFT looks for adapter_config.json and adapter_model.safetensors (or .bin) in one folder, and nowhere else.</source>
        <translation>PEFT 只在同一个文件夹中查找 adapter_config.json 和 adapter_model.safetensors（或 .bin）。</translation>
    </message>
    <message>
        <source>PEFT looks for exactly one prefix; without it, or with two, nothing lands.</source>
        <translation>PEFT 查找的是恰好一个前缀；没有或有两个时，无一落位。</translation>
    </message>
    <message>
        <source>PEFT makes no slots there, so the tensors are dropped without a word.</source>
        <translation>PEFT 不会在那里建立槽位，因此这些张量会被毫无提示地丢弃。</translation>
    </message>
    <message>
        <source>PEFT makes slots of the declared rank; the tensors do not fit into them.</source>
        <translation>PEFT 按声明的秩建立槽位；这些张量放不进去。</translation>
    </message>
    <message>
        <source>PEFT raises KeyError; loaders that do not would serve a head of random numbers.</source>
        <translation>PEFT 会报出 KeyError；不报错的加载器会部署一个随机数构成的头部。</translation>
    </message>
    <message>
        <source>PEFT raises RuntimeError (size mismatch); nothing can be served.</source>
        <translation>PEFT 报出 RuntimeError（大小不符）；无法部署。</translation>
    </message>
    <message>
        <source>PEFT reads neither these file names nor these keys: it raises, or loads and places nothing.</source>
        <translation>PEFT 既不识别这些文件名，也不识别这些键：它会报错，或加载后什么也不安放。</translation>
    </message>
    <message>
        <source>PEFT refuses adapter_config.json: {message}</source>
        <translation>PEFT 拒绝 adapter_config.json：{message}</translation>
    </message>
    <message>
        <source>PEFT repeats that initialisation at load and rewrites the base: the base is no longer the base, adapter off.</source>
        <translation>PEFT 在加载时重复该初始化并改写基座：即使关闭适配器，基座也不再是原来的基座。</translation>
    </message>
    <message>
        <source>PEFT stops with a KeyError or ValueError before it opens the weights.</source>
        <translation>PEFT 在打开权重之前就因 KeyError 或 ValueError 而停止。</translation>
    </message>
    <message>
        <source>PEFT trains a copy of one side; merging or loading ties them again, and what one side learned reaches both or is lost.</source>
        <translation>PEFT 训练的是其中一侧的副本；合并或加载会再次绑定两者，一侧学到的内容会影响两侧或丢失。</translation>
    </message>
    <message>
        <source>PEFT wraps by the adapter&apos;s task: a causal-LM adapter on a classifier raises AttributeError.</source>
        <translation>PEFT 按适配器的任务进行包装：因果语言模型的适配器用于分类器会报出 AttributeError。</translation>
    </message>
    <message>
        <source>PEFT writes keys without it and puts it in at load; only `default` is passed over, and a dot in a name makes PEFT raise.</source>
        <translation>PEFT 写出的键不含该名称，加载时再补上；只有 `default` 会被略过，名称中含点会使 PEFT 报错。</translation>
    </message>
    <message>
        <source>PEFT&apos;s layer cannot run alone ({name})</source>
        <translation>PEFT 的层无法单独运行（{name}）</translation>
    </message>
    <message>
        <source>Part of the adapter has no values in its file, and the base is offloaded.</source>
        <translation>适配器的一部分在其文件中没有数值，而基座已被卸载。</translation>
    </message>
    <message>
        <source>Pass the adapter&apos;s eos_token_id to generate(), or set it in the served generation_config.json.</source>
        <translation>将适配器的 eos_token_id 传给 generate()，或写入部署所用的 generation_config.json。</translation>
    </message>
    <message>
        <source>Perplexity is that of the given text ({tokens} tokens).</source>
        <translation>困惑度取自给定的文本（{tokens} 个词元）。</translation>
    </message>
    <message>
        <source>Pin the commit in adapter_config.json (`revision`), or write a lock with `adapter-inspector lock`.</source>
        <translation>在 adapter_config.json 中固定提交（`revision`），或用 `adapter-inspector lock` 写出锁定文件。</translation>
    </message>
    <message>
        <source>Positions are rotated otherwise: every shape stays and the adapter loads, but attention that it was trained on is another now.</source>
        <translation>位置的旋转方式不同：形状不变，适配器能加载，但它训练时所依据的注意力已不同。</translation>
    </message>
    <message>
        <source>Probe on the CPU, or on a device with deterministic kernels; check that the model is in eval mode.</source>
        <translation>在 CPU 或具有确定性内核的设备上探测；并检查模型是否处于 eval 模式。</translation>
    </message>
    <message>
        <source>Programs start, stop or pad at another token id: answers may end too early or never.</source>
        <translation>程序以另一个词元 id 开始、停止或填充：回答可能过早结束或永不结束。</translation>
    </message>
    <message>
        <source>Projections change their width, so tensors trained for the old one do not fit and loading raises.</source>
        <translation>投影的宽度改变，为旧宽度训练的张量不再适配，加载会报错。</translation>
    </message>
    <message>
        <source>Projections gain or lose their biases: a plain LoRA still lands, bias=&quot;all&quot; does not.</source>
        <translation>投影增加或失去偏置：普通 LoRA 仍能落位，bias=&quot;all&quot; 则不能。</translation>
    </message>
    <message>
        <source>Prompts are put together otherwise.</source>
        <translation>提示词的拼接方式不同。</translation>
    </message>
    <message>
        <source>Prompts begin with another token than the adapter saw in training.</source>
        <translation>提示词开头的词元与适配器训练时所见不同。</translation>
    </message>
    <message>
        <source>Prompts were split by the {source}&apos;s tokenizer.</source>
        <translation>提示词由 {source} 的分词器切分。</translation>
    </message>
    <message>
        <source>Prompts were split by {whose} tokenizer.</source>
        <translation>提示词由{whose}分词器切分。</translation>
    </message>
    <message>
        <source>Put its {adapter_config} beside it and call it adapter_model.safetensors.</source>
        <translation>请将其 {adapter_config} 放在旁边，并将它命名为 adapter_model.safetensors。</translation>
    </message>
    <message>
        <source>Put the tokenizer&apos;s files beside the base&apos;s weights.</source>
        <translation>将分词器文件放在基座权重旁。</translation>
    </message>
    <message>
        <source>Rank {ranks} is above the largest that vLLM takes, {ranks2} ({value}).</source>
        <translation>秩 {ranks} 超过 vLLM 所接受的最大值 {ranks2}（{value}）。</translation>
    </message>
    <message>
        <source>Rank {ranks}: vLLM needs --max-lora-rank {needed} (its default is {default_rank})</source>
        <translation>秩 {ranks}：vLLM 需要 --max-lora-rank {needed}（默认为 {default_rank}）</translation>
    </message>
    <message>
        <source>Ranks from {ranks} to {ranks2} share one lora_alpha, so the scale differs by module.</source>
        <translation>从 {ranks} 到 {ranks2} 的不同秩共用一个 lora_alpha，因此各模块的缩放不同。</translation>
    </message>
    <message>
        <source>Read the flipped examples; train the adapter anew on this base, or stay on the one before.</source>
        <translation>查看翻转的样本；在此基座上重新训练适配器，或继续使用之前的基座。</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>正在读取文件头</translation>
    </message>
    <message>
        <source>Reading its configuration</source>
        <translation>正在读取其配置</translation>
    </message>
    <message>
        <source>Reading the text {words}</source>
        <translation>正在读取文本 {words}</translation>
    </message>
    <message>
        <source>Relative to their weights the modules gain {value} to {reach} (median {value2}), most in {most}.</source>
        <translation>各模块相对于自身权重的增量为 {value} 至 {reach}（中位数 {value2}），最大者为 {most}。</translation>
    </message>
    <message>
        <source>Rename it to adapter_model.safetensors, the only name that PEFT looks for.</source>
        <translation>请改名为 adapter_model.safetensors，PEFT 只查找这个名称。</translation>
    </message>
    <message>
        <source>Restore adapter_config.json from the training run; peft_type and task_type have to be PEFT&apos;s own words.</source>
        <translation>从训练产物恢复 adapter_config.json；peft_type 和 task_type 须为 PEFT 规定的取值。</translation>
    </message>
    <message>
        <source>Restore target_modules (and layers_to_transform, exclude_modules) from the training run.</source>
        <translation>从训练产物恢复 target_modules（以及 layers_to_transform、exclude_modules）。</translation>
    </message>
    <message>
        <source>Restore the field from the training run, or train again for this base.</source>
        <translation>从训练产物恢复该字段，或为此基座重新训练。</translation>
    </message>
    <message>
        <source>Restore the file from its source, or correct it in a text editor.</source>
        <translation>请从来源恢复该文件，或在文本编辑器中更正。</translation>
    </message>
    <message>
        <source>Restore the file from the training run; a part of it was lost.</source>
        <translation>从训练产物恢复该文件；其中一部分已丢失。</translation>
    </message>
    <message>
        <source>Retrain in bf16 or fp32; the training diverged.</source>
        <translation>用 bf16 或 fp32 重新训练；训练已发散。</translation>
    </message>
    <message>
        <source>Run `git lfs pull`, or download the repository with `hf download`.</source>
        <translation>运行 `git lfs pull`，或用 `hf download` 下载仓库。</translation>
    </message>
    <message>
        <source>Run the whole probe.</source>
        <translation>请运行完整探测。</translation>
    </message>
    <message>
        <source>Running a GGUF base needs the Python package gguf, which is not installed.</source>
        <translation>运行 GGUF 基座需要 Python 包 gguf，但尚未安装。</translation>
    </message>
    <message>
        <source>Same shapes load without a word, on ground that the adapter was not trained on.</source>
        <translation>形状相同便会毫无提示地加载，而适配器并非在此基础上训练。</translation>
    </message>
    <message>
        <source>Sample texts were not compared: {cannot_encode}</source>
        <translation>未比较样例文本：{cannot_encode}</translation>
    </message>
    <message>
        <source>Save again in bfloat16 or float32, and serve in one of them.</source>
        <translation>用 bfloat16 或 float32 重新保存，并以其中之一部署。</translation>
    </message>
    <message>
        <source>Save again under GatheredParameters, or with zero_to_fp32; these tensors cannot be recovered from here.</source>
        <translation>在 GatheredParameters 下或用 zero_to_fp32 重新保存；这些张量无法从此处恢复。</translation>
    </message>
    <message>
        <source>Save again with the head in modules_to_save; it cannot be recovered from this file.</source>
        <translation>将头部列入 modules_to_save 后重新保存；它无法从此文件恢复。</translation>
    </message>
    <message>
        <source>Save the adapter again from the trained model, or use the trainer&apos;s last checkpoint.</source>
        <translation>从训练好的模型重新保存适配器，或使用训练器的最后一个检查点。</translation>
    </message>
    <message>
        <source>Save the adapter as safetensors first, with the PEFT version that wrote it.</source>
        <translation>请先用写出它的 PEFT 版本将适配器保存为 safetensors。</translation>
    </message>
    <message>
        <source>Save the adapter with PeftModel.save_pretrained of an unwrapped model.</source>
        <translation>用未包裹模型的 PeftModel.save_pretrained 保存适配器。</translation>
    </message>
    <message>
        <source>Save with PeftModel.save_pretrained, which strips the name, or take it out of the keys.</source>
        <translation>用会去掉该名称的 PeftModel.save_pretrained 保存，或从键中删去它。</translation>
    </message>
    <message>
        <source>Scaling the adapter</source>
        <translation>正在缩放适配器</translation>
    </message>
    <message>
        <source>Serve it with the prompts in the form in which it acts; ship the chat template with the adapter.</source>
        <translation>以其起作用的提示词形式部署；并随适配器一同发布对话模板。</translation>
    </message>
    <message>
        <source>Serve the adapter on the base that it was trained on: with the merge if it was there, without if not.</source>
        <translation>在训练时的基座上部署适配器：当时若有合并就带上合并，没有就不带。</translation>
    </message>
    <message>
        <source>Serve the base that the adapter was trained on, or train on this one.</source>
        <translation>部署训练时的基座，或在此基座上训练。</translation>
    </message>
    <message>
        <source>Serve the locked revision, or measure on this one before you ship, and lock again.</source>
        <translation>部署锁定的修订版本；或在发布前于此版本上测量，并重新锁定。</translation>
    </message>
    <message>
        <source>Serve this base without the adapter, or the unmerged base with it.</source>
        <translation>不带适配器部署此基座，或带适配器部署未合并的基座。</translation>
    </message>
    <message>
        <source>Serve with the adapter&apos;s template: copy its chat_template.jinja or tokenizer_config.json beside the base.</source>
        <translation>部署时使用适配器的模板：将其 chat_template.jinja 或 tokenizer_config.json 复制到基座旁。</translation>
    </message>
    <message>
        <source>Serve with the tokenizer from the adapter&apos;s folder, or on the base whose tokenizer it was trained with.</source>
        <translation>部署时使用适配器文件夹中的分词器，或使用训练时所用分词器的那个基座。</translation>
    </message>
    <message>
        <source>Set init_lora_weights to true, so that empty slots add nothing, and repair the keys.</source>
        <translation>将 init_lora_weights 设为 true，使空槽位不产生增量，并修复键。</translation>
    </message>
    <message>
        <source>Set r (or rank_pattern) to the tensors&apos; rank: the number of rows of lora_A.</source>
        <translation>将 r（或 rank_pattern）设为张量的秩，即 lora_A 的行数。</translation>
    </message>
    <message>
        <source>Set use_dora as it was in training.</source>
        <translation>将 use_dora 设为与训练时一致。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Shorten it, or leave it out.</source>
        <translation>请缩短或略去它。</translation>
    </message>
    <message>
        <source>Since transformers 5 experts are one 3-D parameter: tensors by expert are rewritten for some model types, dropped for others; before peft 0.19.1 their two axes stood the other way round.</source>
        <translation>自 transformers 5 起，专家是一个三维参数：按专家存放的张量对某些模型类型会被改写，对另一些则被丢弃；在 peft 0.19.1 之前，其两个轴的次序相反。</translation>
    </message>
    <message>
        <source>Slots stay empty in layers that the adapter was trained for.</source>
        <translation>适配器所训练的层中有槽位为空。</translation>
    </message>
    <message>
        <source>Slots stay empty, and init_lora_weights makes empty slots random.</source>
        <translation>有槽位为空，而 init_lora_weights 会使空槽位取随机值。</translation>
    </message>
    <message>
        <source>Some attention kernels mask NaN, so that outputs look healthy on one device and break on another.</source>
        <translation>某些注意力内核会遮蔽 NaN，使输出在一种设备上看似正常，在另一种设备上出错。</translation>
    </message>
    <message>
        <source>Some of its modules answer with NaN or infinity.</source>
        <translation>它的某些模块输出 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>Some tensors name modules that this base does not have.</source>
        <translation>有张量指向此基座没有的模块。</translation>
    </message>
    <message>
        <source>Some trained token rows would serve other tokens now. Train it again.</source>
        <translation>部分经训练的词元行现在会用于其他词元。请重新训练。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Spectra of ranks above {most_ranks} are left out.</source>
        <translation>秩大于 {most_ranks} 的谱略去不算。</translation>
    </message>
    <message>
        <source>Split or join the adapter&apos;s tensors: `adapter-inspector repair` does it where that is exact.</source>
        <translation>拆分或合并适配器的张量：在可精确转换时由 `adapter-inspector repair` 完成。</translation>
    </message>
    <message>
        <source>Start vLLM with --max-lora-rank set to the smallest value that holds the adapter&apos;s rank.</source>
        <translation>启动 vLLM 时，将 --max-lora-rank 设为能容纳该适配器秩的最小值。</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Sub-folders hold adapters too ({names}); only the one at the top was inspected.</source>
        <translation>子文件夹中也有适配器（{names}）；只检查了顶层的那个。</translation>
    </message>
    <message>
        <source>Sub-folders hold {children}: {children2}. Open one of them.</source>
        <translation>子文件夹中有 {children}：{children2}。请打开其中之一。</translation>
    </message>
    <message>
        <source>Such a token has no row in the embedding (an IndexError), or one of random numbers: what it should say is lost.</source>
        <translation>这样的词元在嵌入中没有对应的行（IndexError），或对应随机数：其含义已丢失。</translation>
    </message>
    <message>
        <source>Take the weights of a checkpoint from the same training; this save lost them.</source>
        <translation>请使用同一次训练的检查点中的权重；这次保存丢失了它们。</translation>
    </message>
    <message>
        <source>Target the linear layers inside it, or install the backend of the quantised layer class.</source>
        <translation>将目标改为其内部的线性层，或安装该量化层类的后端。</translation>
    </message>
    <message>
        <source>Tensors have a dimension of size zero, or only one dimension.</source>
        <translation>有张量的某一维大小为零，或只有一维。</translation>
    </message>
    <message>
        <source>Tensors have other shapes than their slots in this base.</source>
        <translation>张量的形状与此基座中的槽位不同。</translation>
    </message>
    <message>
        <source>Tensors read</source>
        <translation>已读张量</translation>
    </message>
    <message>
        <source>Texts are changed in another way before they are cut: case, accents, spaces.</source>
        <translation>切分前对文本的处理不同：大小写、重音、空格。</translation>
    </message>
    <message>
        <source>Texts are cut by another algorithm.</source>
        <translation>文本的切分算法不同。</translation>
    </message>
    <message>
        <source>Texts are cut into words in another way: numbers, spaces, punctuation.</source>
        <translation>文本切分为词的方式不同：数字、空格、标点。</translation>
    </message>
    <message>
        <source>The Hub was not asked. Fetch it with: {source}</source>
        <translation>未查询 Hub。请用以下命令获取：{source}</translation>
    </message>
    <message>
        <source>The MLP bends its values with another function: shapes stay, and the adapter&apos;s MLP parts miss it.</source>
        <translation>MLP 的激活函数不同：形状不变，但适配器的 MLP 部分与之不合。</translation>
    </message>
    <message>
        <source>The adapter acts inside the chat template only, or outside of it only.</source>
        <translation>适配器只在对话模板之内起作用，或只在模板之外起作用。</translation>
    </message>
    <message>
        <source>The adapter brings a chat template; the base has none.</source>
        <translation>适配器带有对话模板，基座没有。</translation>
    </message>
    <message>
        <source>The adapter brings its own weight here: what the base has does not count.</source>
        <translation>适配器在此自带权重：基座中的值不起作用。</translation>
    </message>
    <message>
        <source>The adapter changes no module of its own, so there is none to measure alone.</source>
        <translation>适配器不单独改动任何模块，因此没有可单独测量的模块。</translation>
    </message>
    <message>
        <source>The adapter changes no module&apos;s weight.</source>
        <translation>适配器不改变任何模块的权重。</translation>
    </message>
    <message>
        <source>The adapter does not say which base it was trained on, or names a folder of somebody&apos;s machine.</source>
        <translation>适配器未注明训练所用的基座，或写的是某人机器上的文件夹。</translation>
    </message>
    <message>
        <source>The adapter has tensors for layers that this base does not have.</source>
        <translation>适配器含有此基座所没有的层的张量。</translation>
    </message>
    <message>
        <source>The adapter has {fused}, this base has {list}.</source>
        <translation>适配器有 {fused}，此基座有 {list}。</translation>
    </message>
    <message>
        <source>The adapter has {list}, this base has {fused}.</source>
        <translation>适配器有 {list}，此基座有 {fused}。</translation>
    </message>
    <message>
        <source>The adapter holds embedding or head tensors with a row a token: they do not fit, and loading raises.</source>
        <translation>适配器含有每个词元一行的嵌入或输出头张量：它们不再适配，加载会报错。</translation>
    </message>
    <message>
        <source>The adapter holds no embedding rows, no head and no trained tokens, so none of its numbers belongs to a token{but}.</source>
        <translation>适配器不含嵌入行、输出头或经训练的词元，因此没有数值与词元相对应{but}。</translation>
    </message>
    <message>
        <source>The adapter holds rows of single tokens: they land where their ids still exist.</source>
        <translation>适配器含有单个词元的行：只要 id 仍存在，它们就能落位。</translation>
    </message>
    <message>
        <source>The adapter holds {what}, where a token&apos;s id is its row: {changed} of the old vocabulary have another id or none now, so their rows would serve other tokens. Train it again.</source>
        <translation>适配器含有{what}，其中词元的 id 就是行号：旧词表中有 {changed} 个词元的 id 已改变或不复存在，它们的行会用于其他词元。请重新训练。</translation>
    </message>
    <message>
        <source>The adapter holds {what}: the rows of all old tokens still fit; nothing in it was trained on the {new}.</source>
        <translation>适配器含有{what}：所有旧词元的行仍适配；{new}未经训练。</translation>
    </message>
    <message>
        <source>The adapter is scaled by alpha/√r (rank-stabilised LoRA).</source>
        <translation>适配器按 alpha/√r 缩放（秩稳定 LoRA）。</translation>
    </message>
    <message>
        <source>The adapter loads, and not one of its tensors finds a place.</source>
        <translation>适配器能加载，但没有一个张量找到位置。</translation>
    </message>
    <message>
        <source>The adapter loads, but the model cannot run with it: {error}</source>
        <translation>适配器能加载，但模型无法带着它运行：{error}</translation>
    </message>
    <message>
        <source>The adapter names its base without a commit: no revision at all, or a branch or tag that can move.</source>
        <translation>适配器注明了基座却没有提交：完全没有修订版本，或写的是会移动的分支或标签。</translation>
    </message>
    <message>
        <source>The adapter records no base.</source>
        <translation>适配器未记录基座。</translation>
    </message>
    <message>
        <source>The adapter records {mine}; this base is {theirs}.</source>
        <translation>适配器记录的是 {mine}，此基座是 {theirs}。</translation>
    </message>
    <message>
        <source>The adapter records {recorded}.</source>
        <translation>适配器记录的是 {recorded}。</translation>
    </message>
    <message>
        <source>The adapter records {recorded}. {text}</source>
        <translation>适配器记录的是 {recorded}。{text}</translation>
    </message>
    <message>
        <source>The adapter records {recorded}; this base is {name}.</source>
        <translation>适配器记录的是 {recorded}，此基座是 {name}。</translation>
    </message>
    <message>
        <source>The adapter trains single tokens, which cannot be loaded beside a base without values.</source>
        <translation>适配器训练单个词元，无法在没有数值的基座上加载。</translation>
    </message>
    <message>
        <source>The adapter uses what some servers do not have: DoRA, trained token rows.</source>
        <translation>适配器用到某些服务端不具备的功能：DoRA、经训练的词元行。</translation>
    </message>
    <message>
        <source>The adapter uses {variant}, whose formula is not computed here.</source>
        <translation>适配器使用 {variant}，此处不计算其公式。</translation>
    </message>
    <message>
        <source>The adapter was initialised from the base&apos;s own weights (PiSSA, OLoRA, CorDA, LoftQ, …).</source>
        <translation>适配器由基座自身的权重初始化（PiSSA、OLoRA、CorDA、LoftQ 等）。</translation>
    </message>
    <message>
        <source>The adapter was saved from a sharded model without gathering: the values are not in the file.</source>
        <translation>适配器由分片模型保存而未汇集：数值不在文件中。</translation>
    </message>
    <message>
        <source>The adapter was trained on the ids of its own tokenizer; through the base&apos;s the same text is other input.</source>
        <translation>适配器是按自身分词器的 id 训练的；经基座的分词器，同样的文本成了不同的输入。</translation>
    </message>
    <message>
        <source>The adapter was trained on the plain model and this base is the instruct one, or the other way round.</source>
        <translation>适配器在原版模型上训练，而此基座是指令微调版，或反之。</translation>
    </message>
    <message>
        <source>The adapter was trained on the quantised {base_name}; this base is not quantised.</source>
        <translation>适配器在量化的 {base_name} 上训练，而此基座未量化。</translation>
    </message>
    <message>
        <source>The adapter&apos;s chat template differs from the base&apos;s in {lines}.</source>
        <translation>适配器的对话模板与基座的有 {lines}不同。</translation>
    </message>
    <message>
        <source>The adapter&apos;s folder holds no tokenizer.</source>
        <translation>适配器文件夹中没有分词器。</translation>
    </message>
    <message>
        <source>The adapter&apos;s scale, alpha/r (alpha/√r with rsLoRA), is far from what people train with.</source>
        <translation>适配器的缩放 alpha/r（rsLoRA 为 alpha/√r）与通常训练所用的相去甚远。</translation>
    </message>
    <message>
        <source>The adapter&apos;s shapes follow the true widths and fit; its values were trained against other rounding, and the base needs its own backend to run.</source>
        <translation>适配器的形状按真实宽度而定，因此适配；但其数值是在另一种舍入下训练的，且基座需要自己的后端才能运行。</translation>
    </message>
    <message>
        <source>The adapter&apos;s tensors do not go together with the base&apos;s weight.</source>
        <translation>适配器的张量与基座的权重不相配。</translation>
    </message>
    <message>
        <source>The adapter&apos;s tensors for experts are laid out otherwise than the base&apos;s experts.</source>
        <translation>适配器的专家张量的布局与基座的专家不同。</translation>
    </message>
    <message>
        <source>The adapter&apos;s tokenizer ends texts at {token} ({id}), the base&apos;s at {token2} ({id2}): answers may not stop.</source>
        <translation>适配器的分词器以 {token}（{id}）结束文本，基座的以 {token2}（{id2}）结束：回答可能不会停止。</translation>
    </message>
    <message>
        <source>The adapter&apos;s tokenizer has tokens that the base does not know, and the adapter trained no rows for them.</source>
        <translation>适配器的分词器有基座不认识的词元，而适配器没有为它们训练相应的行。</translation>
    </message>
    <message>
        <source>The adapter&apos;s values were not read.</source>
        <translation>未读取适配器的数值。</translation>
    </message>
    <message>
        <source>The average may hardly move while single answers break, and whoever relied on those notices.</source>
        <translation>平均值可能几乎不变，而个别回答已经出错；依赖这些回答的人会察觉。</translation>
    </message>
    <message>
        <source>The base already holds the adapter&apos;s change in {count} of {count2} modules (ρ = {mean}).</source>
        <translation>基座的 {count2} 个模块中有 {count} 个已包含适配器的改动（ρ = {mean}）。</translation>
    </message>
    <message>
        <source>The base already holds this adapter: it was merged into it.</source>
        <translation>基座已包含此适配器：它已被合并进去。</translation>
    </message>
    <message>
        <source>The base before holds the adapter at {scale} times its scale; this one does not.</source>
        <translation>之前的基座以 {scale} 倍缩放包含该适配器；此基座不包含。</translation>
    </message>
    <message>
        <source>The base before holds the adapter; this one does not.</source>
        <translation>之前的基座包含该适配器，此基座不包含。</translation>
    </message>
    <message>
        <source>The base cannot be loaded: {name}: {text}</source>
        <translation>无法加载基座：{name}：{text}</translation>
    </message>
    <message>
        <source>The base cannot be run on text alone: {error}</source>
        <translation>基座无法仅凭文本运行：{error}</translation>
    </message>
    <message>
        <source>The base differs from the other one by a change of few directions, as a merged LoRA leaves it.</source>
        <translation>此基座与另一个基座只在少数方向上有差异，如同合并 LoRA 所留下的那样。</translation>
    </message>
    <message>
        <source>The base goes by another name than the one that the adapter records.</source>
        <translation>基座的名称与适配器所记录的不同。</translation>
    </message>
    <message>
        <source>The base has a chat template; the tokenizer that was saved with the adapter has none.</source>
        <translation>基座有对话模板，随适配器保存的分词器没有。</translation>
    </message>
    <message>
        <source>The base has no weights for {names}, which the adapter brings: it ran with random ones.</source>
        <translation>基座没有适配器所提供的 {names} 的权重：以随机权重运行。</translation>
    </message>
    <message>
        <source>The base has no weights here (neither model.safetensors nor its index){lies}.</source>
        <translation>基座在此处没有权重（既无 model.safetensors 也无其索引）{lies}。</translation>
    </message>
    <message>
        <source>The base has the modules, but adapter_config.json does not target them.</source>
        <translation>基座有这些模块，但 adapter_config.json 未将其列为目标。</translation>
    </message>
    <message>
        <source>The base has {count} layers; the file has tensors for layers {numbers}.</source>
        <translation>基座有 {count} 层，文件中有第 {numbers} 层的张量。</translation>
    </message>
    <message>
        <source>The base has {removed} more than the tokenizer that was saved with the adapter.</source>
        <translation>与随适配器保存的分词器相比，基座多 {removed}。</translation>
    </message>
    <message>
        <source>The base holds values that are not finite here.</source>
        <translation>基座在此处含有非有限的数值。</translation>
    </message>
    <message>
        <source>The base is a configuration without weights, so there is nothing to measure.</source>
        <translation>基座只有配置而没有权重，因此无从测量。</translation>
    </message>
    <message>
        <source>The base is a configuration without weights, so there is nothing to run.</source>
        <translation>该基座只有配置而没有权重，因此没有可运行的内容。</translation>
    </message>
    <message>
        <source>The base is not byte for byte the one that the adapter was locked to.</source>
        <translation>此基座与适配器所锁定的基座并非逐字节相同。</translation>
    </message>
    <message>
        <source>The base is quantised ({quantization}).</source>
        <translation>基座经过量化（{quantization}）。</translation>
    </message>
    <message>
        <source>The base is quantised ({quantization}); its values were not read.</source>
        <translation>基座经过量化（{quantization}）；未读取其数值。</translation>
    </message>
    <message>
        <source>The base is quantised, or the adapter records a quantised copy of it.</source>
        <translation>基座经过量化，或适配器记录的是其量化副本。</translation>
    </message>
    <message>
        <source>The base is recorded as a local path, {name}.</source>
        <translation>记录的基座是本地路径 {name}。</translation>
    </message>
    <message>
        <source>The base itself is not finite at {own} of them.</source>
        <translation>其中 {own} 个位置上基座本身就非有限。</translation>
    </message>
    <message>
        <source>The base needs about {total} of memory in {value}, and {available} are free on {device} ({value2}).</source>
        <translation>基座以 {value} 运行约需 {total} 内存，而 {device} 上空闲 {available}（{value2}）。</translation>
    </message>
    <message>
        <source>The base reads no text, and the probe can feed it nothing else.</source>
        <translation>基座不接受文本，而探测只能提供文本。</translation>
    </message>
    <message>
        <source>The base shares one matrix between embedding and output head, and the adapter holds one of them.</source>
        <translation>基座的嵌入与输出头共用一个矩阵，而适配器含有其中之一。</translation>
    </message>
    <message>
        <source>The base that the adapter was trained on.</source>
        <translation>训练适配器所用的基座。</translation>
    </message>
    <message>
        <source>The base&apos;s class</source>
        <translation>基座的类</translation>
    </message>
    <message>
        <source>The base&apos;s class cannot do what the adapter was trained for, or names its modules otherwise.</source>
        <translation>基座的类无法完成适配器所训练的任务，或其模块名称不同。</translation>
    </message>
    <message>
        <source>The base&apos;s config.json names no architecture.</source>
        <translation>基座的 config.json 未注明架构。</translation>
    </message>
    <message>
        <source>The base&apos;s files hold no {name}.</source>
        <translation>基座文件中没有 {name}。</translation>
    </message>
    <message>
        <source>The base&apos;s modules are not known.</source>
        <translation>基座的模块未知。</translation>
    </message>
    <message>
        <source>The base&apos;s own outputs hold NaN or infinity on every prompt: there is nothing to compare with.</source>
        <translation>基座自身在每个提示词上的输出都含有 NaN 或无穷大：无从对照。</translation>
    </message>
    <message>
        <source>The base&apos;s own weight is all zero in {count} modules.</source>
        <translation>{count} 个模块中基座自身的权重全为零。</translation>
    </message>
    <message>
        <source>The base&apos;s weights ({gigabytes} here) were not read; `check --weights` reads them.</source>
        <translation>未读取基座的权重（此处为 {gigabytes}）；`check --weights` 会读取它们。</translation>
    </message>
    <message>
        <source>The base&apos;s weights are {where}; their values were not read.</source>
        <translation>基座的权重{where}；未读取其数值。</translation>
    </message>
    <message>
        <source>The base&apos;s weights have the same shapes and nothing in common with the other base&apos;s.</source>
        <translation>此基座的权重与另一个基座形状相同，却毫无共同之处。</translation>
    </message>
    <message>
        <source>The base&apos;s weights were not read, or chance alone could explain what they share.</source>
        <translation>未读取基座的权重，或两者的相似可能纯属偶然。</translation>
    </message>
    <message>
        <source>The base&apos;s weights were not read.</source>
        <translation>未读取基座的权重。</translation>
    </message>
    <message>
        <source>The certificate of {site} could not be verified.</source>
        <translation>无法验证 {site} 的证书。</translation>
    </message>
    <message>
        <source>The change has {rank} {noun}, as a merged LoRA has.</source>
        <translation>改动有 {rank} {noun}，如同合并过的 LoRA。</translation>
    </message>
    <message>
        <source>The change has {rank} {noun}; whether this is the adapter could not be told.</source>
        <translation>变化有 {rank} 个{noun}；无法判断这是否就是该适配器。</translation>
    </message>
    <message>
        <source>The change is larger than {overwhelming} times the weight itself in {count} of {count2} modules (up to {most} times).</source>
        <translation>{count2} 个模块中有 {count} 个的改动超过权重本身的 {overwhelming} 倍（最高 {most} 倍）。</translation>
    </message>
    <message>
        <source>The change is zero in every module ({count} of {count}): the adapter was never trained.</source>
        <translation>所有模块的改动均为零（{count} / {count}）：适配器从未被训练。</translation>
    </message>
    <message>
        <source>The change is zero in {count} of {count2} modules: they add nothing.</source>
        <translation>{count2} 个模块中有 {count} 个的改动为零：它们不产生增量。</translation>
    </message>
    <message>
        <source>The change of {count} modules has a singular value above 65,504: merged into float16 it may overflow.</source>
        <translation>{count} 个模块的改动有大于 65,504 的奇异值：合并进 float16 时可能溢出。</translation>
    </message>
    <message>
        <source>The change of {module} is {times} times that of the same projection in other layers</source>
        <translation>{module} 的改动是其他层同一投影的 {times} 倍</translation>
    </message>
    <message>
        <source>The change that {value} makes is not computed.</source>
        <translation>{value}的改动不作计算。</translation>
    </message>
    <message>
        <source>The changes use a small part of their rank.</source>
        <translation>改动只用到其秩的一小部分。</translation>
    </message>
    <message>
        <source>The chat template differs: the same conversation becomes another prompt.</source>
        <translation>对话模板不同：同样的对话会变成不同的提示词。</translation>
    </message>
    <message>
        <source>The chat template does not take the messages in line {number}: {said}.</source>
        <translation>对话模板无法处理第 {number} 行的消息：{said}。</translation>
    </message>
    <message>
        <source>The chat template that was saved with the adapter is not the base&apos;s, or only one of them has one.</source>
        <translation>随适配器保存的对话模板与基座的不同，或只有其中一个有模板。</translation>
    </message>
    <message>
        <source>The classification head has another number of labels: a saved head does not fit, and loading raises.</source>
        <translation>分类头的标签数不同：已保存的头部不再适配，加载会报错。</translation>
    </message>
    <message>
        <source>The copy does not hold the tensors that it should.</source>
        <translation>副本中没有应有的张量。</translation>
    </message>
    <message>
        <source>The copy does not land as a whole; it was thrown away.</source>
        <translation>副本未能全部落位，已被丢弃。</translation>
    </message>
    <message>
        <source>The decoder was fed the prompt itself.</source>
        <translation>解码器的输入即提示词本身。</translation>
    </message>
    <message>
        <source>The dry run has not been made.</source>
        <translation>尚未试加载。</translation>
    </message>
    <message>
        <source>The dry run knows the loaders peft and transformers, not {loader}.</source>
        <translation>试加载支持的加载器为 peft 和 transformers，不含 {loader}。</translation>
    </message>
    <message>
        <source>The experts have different ranks.</source>
        <translation>各专家的秩不同。</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The file has no {name} for it.</source>
        <translation>文件中没有与之对应的 {name}。</translation>
    </message>
    <message>
        <source>The file holds full tensors (embeddings, heads, biases) beside the A/B pairs.</source>
        <translation>除 A/B 对外，文件还含有完整张量（嵌入、头部、偏置）。</translation>
    </message>
    <message>
        <source>The file holds full tensors under names of the base&apos;s own parameters.</source>
        <translation>文件含有以基座自身参数命名的完整张量。</translation>
    </message>
    <message>
        <source>The file holds keys of a wrapped module (modules_to_save) as the model has them.</source>
        <translation>文件含有被包裹模块（modules_to_save）在模型中的原始键名。</translation>
    </message>
    <message>
        <source>The file holds {count} magnitude vectors, but use_dora is off.</source>
        <translation>文件含有 {count} 个幅度向量，但 use_dora 未启用。</translation>
    </message>
    <message>
        <source>The file holds {key}, which {name} does not have by default.</source>
        <translation>文件含有 {key}，而 {name} 默认没有它。</translation>
    </message>
    <message>
        <source>The file is damaged or was not written by safetensors: download or save it again.</source>
        <translation>文件已损坏或不是由 safetensors 写出：请重新下载或保存。</translation>
    </message>
    <message>
        <source>The folder holds more than one adapter or model.</source>
        <translation>文件夹中不止一个适配器或模型。</translation>
    </message>
    <message>
        <source>The golden set holds messages, and neither adapter nor base has a chat template for them.</source>
        <translation>黄金集含有对话消息，而适配器和基座都没有相应的对话模板。</translation>
    </message>
    <message>
        <source>The head has {labels} labels, the base needs {wanted}.</source>
        <translation>头部有 {labels} 个标签，基座需要 {wanted} 个。</translation>
    </message>
    <message>
        <source>The headers placed {differing} of {count} tensors otherwise than the dry run.</source>
        <translation>{count} 个张量中有 {differing} 个，文件头判断的位置与试加载不同。</translation>
    </message>
    <message>
        <source>The headers said that it {said}; the dry run says otherwise.</source>
        <translation>文件头判断为{said}，试加载则不然。</translation>
    </message>
    <message>
        <source>The kernel killed the worker because memory ran out (SIGKILL)</source>
        <translation>因内存耗尽，内核终止了工作进程（SIGKILL）</translation>
    </message>
    <message>
        <source>The largest value is {largest}; in float16 it becomes infinity.</source>
        <translation>最大值为 {largest}，在 float16 中会变成无穷大。</translation>
    </message>
    <message>
        <source>The link leads to {file} inside {repo_id}; from afar only whole models are read.</source>
        <translation>该链接指向 {repo_id} 中的 {file}；远程只读取完整的模型。</translation>
    </message>
    <message>
        <source>The loader builds it from others in a way that is not followed here.</source>
        <translation>加载器由其他张量构建它，其方式此处未跟进。</translation>
    </message>
    <message>
        <source>The loader raises {type}.</source>
        <translation>加载器报出 {type}。</translation>
    </message>
    <message>
        <source>The longest prompt changes; shorter ones are computed as before.</source>
        <translation>提示词的最大长度改变；较短的提示词计算方式不变。</translation>
    </message>
    <message>
        <source>The model cannot answer: {name}: {text}</source>
        <translation>模型无法作答：{name}: {text}</translation>
    </message>
    <message>
        <source>The model has no head: hidden states were compared, and KL and flips do not apply.</source>
        <translation>模型没有输出头：比较的是隐藏状态，KL 和翻转不适用。</translation>
    </message>
    <message>
        <source>The model joins pieces, or treats what it does not know, in another way.</source>
        <translation>模型拼合片段或处理未知内容的方式不同。</translation>
    </message>
    <message>
        <source>The model type {model_type} needs Python code from the model&apos;s repository, and code from strangers is never run here.</source>
        <translation>模型类型 {model_type} 需要模型仓库中的 Python 代码，而此处绝不运行来历不明的代码。</translation>
    </message>
    <message>
        <source>The module probe reads single weights from safetensors files, and this base has none.</source>
        <translation>模块探测从 safetensors 文件读取单个权重，而此基座没有这样的文件。</translation>
    </message>
    <message>
        <source>The modules gain ‖ΔW‖ from {value} to {norms} (median {value2}), most in {most}.</source>
        <translation>各模块的增量 ‖ΔW‖ 为 {value} 至 {norms}（中位数 {value2}），最大者为 {most}。</translation>
    </message>
    <message>
        <source>The modules without tensors get random deltas, different at every load.</source>
        <translation>没有张量的模块会得到随机增量，且每次加载都不同。</translation>
    </message>
    <message>
        <source>The name {site} could not be resolved.</source>
        <translation>无法解析名称 {site}。</translation>
    </message>
    <message>
        <source>The names do not meet: PEFT raises because no target matches, or drops the tensors without a word.</source>
        <translation>名称对不上：PEFT 因没有匹配的目标而报错，或毫无提示地丢弃张量。</translation>
    </message>
    <message>
        <source>The network may want a log-in of its own first: open any page in a browser.</source>
        <translation>所在网络可能需要先登录：请在浏览器中打开任意网页。</translation>
    </message>
    <message>
        <source>The newer base has no such module.</source>
        <translation>新基座没有此模块。</translation>
    </message>
    <message>
        <source>The newer base has no such weight.</source>
        <translation>新基座没有此权重。</translation>
    </message>
    <message>
        <source>The newer base holds NaN or infinity in this weight.</source>
        <translation>新基座的这一权重含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>The next release: same shapes, same tokenizer, trained further on newer text, in which the hardware team has taken over the network. Every tensor lands and no loader says a word, yet tickets go to the wrong queue.</source>
        <translation>下一个版本：形状和分词器均相同，用更新的文本继续训练，其中硬件组接管了网络问题。所有张量均已落位，加载器毫无提示，工单却进了错误的队列。</translation>
    </message>
    <message>
        <source>The next request starts a fresh one.</source>
        <translation>下次请求会启动新的工作进程。</translation>
    </message>
    <message>
        <source>The older base has no such module.</source>
        <translation>旧基座没有此模块。</translation>
    </message>
    <message>
        <source>The older base holds NaN or infinity in this weight.</source>
        <translation>旧基座的这一权重含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>The one target module already holds this adapter: on top of it the adapter would act twice.</source>
        <translation>唯一的目标模块已包含此适配器：再叠加会使其作用两次。</translation>
    </message>
    <message>
        <source>The one target module has other weights altogether: this is another model of the same shape.</source>
        <translation>唯一的目标模块的权重完全不同：这是形状相同的另一个模型。</translation>
    </message>
    <message>
        <source>The outputs are not finite numbers.</source>
        <translation>输出不是有限数值。</translation>
    </message>
    <message>
        <source>The probe measured a change inside the chat template alone.</source>
        <translation>探测仅在套用对话模板时测得变化。</translation>
    </message>
    <message>
        <source>The probe measured a change: largest logit difference {max_abs_logit_diff}.</source>
        <translation>探测到变化：最大 logit 差异 {max_abs_logit_diff}。</translation>
    </message>
    <message>
        <source>The probe was not run.</source>
        <translation>未运行探测。</translation>
    </message>
    <message>
        <source>The projections that would be fused are scaled differently.</source>
        <translation>将要合并的投影缩放不同。</translation>
    </message>
    <message>
        <source>The prompt in line {number} has {length} tokens; the base takes {limit}.</source>
        <translation>第 {number} 行的提示词有 {length} 个词元；基座最多接受 {limit} 个。</translation>
    </message>
    <message>
        <source>The prompts hold messages, and no chat template of the adapter or the base can be used on them.</source>
        <translation>提示词含有对话消息，而适配器和基座都没有可用的对话模板。</translation>
    </message>
    <message>
        <source>The prompts in {path} cannot be read: {error}.</source>
        <translation>无法读取 {path} 中的提示词：{error}。</translation>
    </message>
    <message>
        <source>The proxy {value} does not lead to {site}.</source>
        <translation>代理 {value} 无法通往 {site}。</translation>
    </message>
    <message>
        <source>The rank is above what vLLM takes by default, or between two values that it takes.</source>
        <translation>秩超过 vLLM 默认接受的值，或介于它所接受的两个值之间。</translation>
    </message>
    <message>
        <source>The repository under that name may move; loaders never compare, so the change goes unnoticed.</source>
        <translation>该名称下的仓库可能变动；加载器从不比对，因此变化无人察觉。</translation>
    </message>
    <message>
        <source>The repository was cloned without git-lfs; the loader stops with `header too large`.</source>
        <translation>克隆仓库时没有 git-lfs；加载器会因 `header too large` 而停止。</translation>
    </message>
    <message>
        <source>The rotations do not go together with the base&apos;s weight.</source>
        <translation>旋转矩阵与基座的权重不符。</translation>
    </message>
    <message>
        <source>The same letters are joined to other tokens.</source>
        <translation>同样的字母会拼合成不同的词元。</translation>
    </message>
    <message>
        <source>The same prompt twice gives different outputs.</source>
        <translation>同一提示词运行两次得到不同的输出。</translation>
    </message>
    <message>
        <source>The scale curve is that of {few} of the {count} prompts.</source>
        <translation>缩放曲线取自 {count} 个提示词中的 {few} 个。</translation>
    </message>
    <message>
        <source>The scale curve was dropped: the model did not come back to what it was.</source>
        <translation>已舍弃缩放曲线：模型没有恢复原状。</translation>
    </message>
    <message>
        <source>The scale is {alpha}/{divisor} = {scale}.</source>
        <translation>缩放为 {alpha}/{divisor} = {scale}。</translation>
    </message>
    <message>
        <source>The shape that {slot} needs depends on how the base is loaded.</source>
        <translation>{slot} 所需的形状取决于基座的加载方式。</translation>
    </message>
    <message>
        <source>The shapes differ, so values cannot be compared.</source>
        <translation>形状不同，无法比较数值。</translation>
    </message>
    <message>
        <source>The shapes of its tensors do not go together.</source>
        <translation>其张量的形状彼此不符。</translation>
    </message>
    <message>
        <source>The shared projections are not in the file; PEFT draws them anew from a seed.</source>
        <translation>共享投影不在文件中；PEFT 会由随机种子重新生成。</translation>
    </message>
    <message>
        <source>The shared projections do not go together with the module&apos;s vectors.</source>
        <translation>共享投影与模块的向量不符。</translation>
    </message>
    <message>
        <source>The spectrum is that of its LoRA part, before DoRA brings rows to length.</source>
        <translation>谱取自其 LoRA 部分，尚未经 DoRA 归整行长。</translation>
    </message>
    <message>
        <source>The spectrum of a Hadamard product of this rank takes too long, and is left out.</source>
        <translation>此秩的 Hadamard 乘积的谱计算过久，略去不算。</translation>
    </message>
    <message>
        <source>The spectrum of factors this wide is left out.</source>
        <translation>如此宽的因子的谱略去不算。</translation>
    </message>
    <message>
        <source>The squares of its values are too large to be summed up.</source>
        <translation>其数值的平方过大，无法求和。</translation>
    </message>
    <message>
        <source>The table of positions has other rows: prompts may only be as long as the shorter one.</source>
        <translation>位置表的行数不同：提示词长度不能超过较短的那个。</translation>
    </message>
    <message>
        <source>The tensors fit this base under other names, and the loader does not look for them there.</source>
        <translation>换用其他名称，这些张量便适配此基座，但加载器不会去那里找。</translation>
    </message>
    <message>
        <source>The tensors of a prompt are loaded one after the other, and peft stops at the first.</source>
        <translation>提示的张量逐个加载，peft 在第一个处即停止。</translation>
    </message>
    <message>
        <source>The tensors&apos; rank is not the one that adapter_config.json declares.</source>
        <translation>张量的秩与 adapter_config.json 所声明的不同。</translation>
    </message>
    <message>
        <source>The tokenizer that was saved with the adapter gives other ids than the base&apos;s.</source>
        <translation>随适配器保存的分词器给出的 id 与基座的不同。</translation>
    </message>
    <message>
        <source>The tokenizers were not read.</source>
        <translation>未读取分词器。</translation>
    </message>
    <message>
        <source>The trained token id still stands for the same token.</source>
        <translation>经训练的词元 id 仍对应同一个词元。</translation>
    </message>
    <message>
        <source>The two weights have nothing in common.</source>
        <translation>两个权重毫无共同之处。</translation>
    </message>
    <message>
        <source>The upload may be unfinished: choose another revision.</source>
        <translation>上传可能尚未完成：请选择另一个修订版本。</translation>
    </message>
    <message>
        <source>The vector has another length than the base&apos;s weight.</source>
        <translation>向量的长度与基座的权重不同。</translation>
    </message>
    <message>
        <source>The very same text weights inside a multimodal wrapper, where every text module has another name. The adapter loads and does nothing.</source>
        <translation>同样的文本权重置于多模态外壳之中，所有文本模块的名称都不同。适配器能加载却毫无作用。</translation>
    </message>
    <message>
        <source>The weight before is all zero.</source>
        <translation>之前的权重全为零。</translation>
    </message>
    <message>
        <source>The weight file holds no tensor at all.</source>
        <translation>权重文件不含任何张量。</translation>
    </message>
    <message>
        <source>The weight file is cut off, overwritten, or not what its name says.</source>
        <translation>权重文件被截断、被覆盖，或与其名称不符。</translation>
    </message>
    <message>
        <source>The weights are a pickle (adapter_model.bin).</source>
        <translation>权重是 pickle 文件（adapter_model.bin）。</translation>
    </message>
    <message>
        <source>The weights are laid out for another ecosystem (MLX, kohya, diffusers, loralib).</source>
        <translation>权重按另一生态的格式布局（MLX、kohya、diffusers、loralib）。</translation>
    </message>
    <message>
        <source>The weights lie in a pickle (adapter_model.bin), which is never opened for copying.</source>
        <translation>权重位于 pickle 文件（adapter_model.bin）中，绝不为复制而打开它。</translation>
    </message>
    <message>
        <source>The weights of {count} are others where all were zero before.</source>
        <translation>{count}的权重原先全为零，现在不同。</translation>
    </message>
    <message>
        <source>The weights of {count} are the same.</source>
        <translation>{count}的权重相同。</translation>
    </message>
    <message>
        <source>The weights of {count} moved, by {far} (median)</source>
        <translation>{count}的权重有变动，中位数为 {far}</translation>
    </message>
    <message>
        <source>The weights of {source} are on the Hub and not here, so there is nothing to run.</source>
        <translation>{source} 的权重在 Hub 上而不在本机，因此没有可运行的内容。</translation>
    </message>
    <message>
        <source>The worker broke off the conversation: {garbage}.</source>
        <translation>工作进程中断了通信：{garbage}。</translation>
    </message>
    <message>
        <source>The worker could not be started: {command}: {value}.</source>
        <translation>无法启动工作进程：{command}: {value}。</translation>
    </message>
    <message>
        <source>The worker crashed with signal {value} ({name}), in native code of one of its libraries</source>
        <translation>工作进程在其某个库的原生代码中因信号 {value}（{name}）崩溃</translation>
    </message>
    <message>
        <source>The worker ended unexpectedly with exit code {code}</source>
        <translation>工作进程意外结束，退出码 {code}</translation>
    </message>
    <message>
        <source>The worker was ended by signal {value} ({name})</source>
        <translation>工作进程被信号 {value}（{name}）终止</translation>
    </message>
    <message>
        <source>The worker was killed (SIGKILL; out of memory?)</source>
        <translation>工作进程被强制终止（SIGKILL，可能内存不足）</translation>
    </message>
    <message>
        <source>The {which} base has {rows} embedding rows, but its tokenizer has ids up to {highest_id}: {count} would raise an IndexError.</source>
        <translation>{which}基座有 {rows} 行嵌入，但其分词器的 id 最大为 {highest_id}：有 {count} 会引发 IndexError。</translation>
    </message>
    <message>
        <source>There are no weights to compare.</source>
        <translation>没有可比较的权重。</translation>
    </message>
    <message>
        <source>There are other layers: those that are gone take their part of the adapter with them, new ones have none.</source>
        <translation>层有变化：消失的层会带走适配器中对应的部分，新增的层则没有。</translation>
    </message>
    <message>
        <source>There is no adapter-lock.json to compare with.</source>
        <translation>没有可对照的 adapter-lock.json。</translation>
    </message>
    <message>
        <source>There is no base on one side.</source>
        <translation>有一侧没有基座。</translation>
    </message>
    <message>
        <source>There is no base to compare with.</source>
        <translation>没有可对照的基座。</translation>
    </message>
    <message>
        <source>There is no rule {word}{where}.</source>
        <translation>没有规则 {word}{where}。</translation>
    </message>
    <message>
        <source>There is no scale curve: this method adds no change of weights that could be scaled.</source>
        <translation>没有缩放曲线：此方法不产生可缩放的权重改动。</translation>
    </message>
    <message>
        <source>There is no scale curve: with the adapter on, no output is a finite number.</source>
        <translation>没有缩放曲线：启用适配器后，没有任何输出是有限数值。</translation>
    </message>
    <message>
        <source>There is no scale curve: {name}: {list}</source>
        <translation>没有缩放曲线：{name}: {list}</translation>
    </message>
    <message>
        <source>There is no usable tokenizer, so fixed pseudo-random tokens were fed instead of prompts.</source>
        <translation>没有可用的分词器，因此以固定的伪随机词元代替提示词。</translation>
    </message>
    <message>
        <source>There is no {wanted} device that this torch can use (torch {version}).</source>
        <translation>没有此 torch 可用的 {wanted} 设备（torch {version}）。</translation>
    </message>
    <message>
        <source>There is nothing at {path}.</source>
        <translation>{path} 处没有任何内容。</translation>
    </message>
    <message>
        <source>There is nothing at {text}.</source>
        <translation>{text} 处没有任何内容。</translation>
    </message>
    <message>
        <source>There is nothing to repair: every tensor lands.</source>
        <translation>无须修复：所有张量均已落位。</translation>
    </message>
    <message>
        <source>There were no sample texts.</source>
        <translation>没有样例文本。</translation>
    </message>
    <message>
        <source>These modules run as in the base, so the network is not the one that was trained.</source>
        <translation>这些模块按基座原样运行，因此网络并非训练时的网络。</translation>
    </message>
    <message>
        <source>They are copied over the base: it stays changed even with the adapter disabled.</source>
        <translation>它们会被复制到基座上：即使关闭适配器，基座也已被改变。</translation>
    </message>
    <message>
        <source>They refuse the adapter, or serve it without that part.</source>
        <translation>它们会拒绝该适配器，或在缺少该部分的情况下部署。</translation>
    </message>
    <message>
        <source>This adapter was made with loralib&apos;s MergedLinear (enable_lora, PEFT before 0.4).</source>
        <translation>此适配器由 loralib 的 MergedLinear 制作（enable_lora，PEFT 0.4 之前）。</translation>
    </message>
    <message>
        <source>This adapter&apos;s method reads the base&apos;s weights itself, so they cannot be offloaded.</source>
        <translation>此适配器的方法自行读取基座的权重，因此无法移出内存。</translation>
    </message>
    <message>
        <source>This base already holds the adapter.</source>
        <translation>此基座已包含该适配器。</translation>
    </message>
    <message>
        <source>This base holds the adapter at {scale} times its scale.</source>
        <translation>此基座以 {scale} 倍缩放包含该适配器。</translation>
    </message>
    <message>
        <source>This base is the one before with the adapter merged into {count} of {compared} modules.</source>
        <translation>此基座就是之前的基座，其 {compared} 个模块中有 {count} 个已合并此适配器。</translation>
    </message>
    <message>
        <source>This is a LoRA in ComfyUI&apos;s layout: its keys begin with diffusion_model.</source>
        <translation>这是 ComfyUI 布局的 LoRA：其键以 diffusion_model 开头。</translation>
    </message>
    <message>
        <source>This is a diffusers LoRA: it belongs to an image or video pipeline, not to a language model.</source>
        <translation>这是 diffusers 的 LoRA：它属于图像或视频管线，而非语言模型。</translation>
    </message>
    <message>
        <source>This is a kohya (sd-scripts) LoRA for an image model, with flat lora_unet_ and lora_te_ names.</source>
        <translation>这是用于图像模型的 kohya（sd-scripts）LoRA，采用扁平的 lora_unet_ 和 lora_te_ 名称。</translation>
    </message>
    <message>
        <source>This is an MLX adapter: its keys end in .lora_a and .lora_b, and its matrices are transposed.</source>
        <translation>这是 MLX 适配器：其键以 .lora_a 和 .lora_b 结尾，且矩阵经过转置。</translation>
    </message>
    <message>
        <source>This is another model than {known}: {listed}.</source>
        <translation>这是不同于{known}的另一个模型：{listed}。</translation>
    </message>
    <message>
        <source>This is {known}, but it has moved: {listed}.</source>
        <translation>这是{known}，但已变动：{listed}。</translation>
    </message>
    <message>
        <source>This is {known}, to the byte.</source>
        <translation>这是{known}，逐字节相同。</translation>
    </message>
    <message>
        <source>This link leads to no model on the Hub.</source>
        <translation>该链接未指向 Hub 上的模型。</translation>
    </message>
    <message>
        <source>This version cannot convert GGUF models of the architecture {value}; give the folder of the model that it was converted from.</source>
        <translation>此版本无法转换架构为 {value} 的 GGUF 模型；请指定转换前模型的文件夹。</translation>
    </message>
    <message>
        <source>This version knows the loaders {known}, not {loader}.</source>
        <translation>此版本支持的加载器为 {known}，不含 {loader}。</translation>
    </message>
    <message>
        <source>Tokens that stand whole in a text on one side are cut and joined like any other on the other.</source>
        <translation>在一侧文本中保持完整的词元，在另一侧会像其他文本一样被切分和拼合。</translation>
    </message>
    <message>
        <source>Tokens were added before training, or the base&apos;s vocabulary changed; PEFT never resizes.</source>
        <translation>训练前添加过词元，或基座的词表已改变；PEFT 从不调整大小。</translation>
    </message>
    <message>
        <source>Train again and check that the adapter&apos;s parameters receive gradients.</source>
        <translation>重新训练，并检查适配器的参数是否得到梯度。</translation>
    </message>
    <message>
        <source>Train again with the new tokens in trainable_token_indices, or embedding and head in modules_to_save, and save with save_embedding_layers=True.</source>
        <translation>重新训练，将新词元列入 trainable_token_indices，或将嵌入和输出头列入 modules_to_save，并以 save_embedding_layers=True 保存。</translation>
    </message>
    <message>
        <source>Train or export the adapter with the versions that serve it.</source>
        <translation>用部署时的版本训练或导出适配器。</translation>
    </message>
    <message>
        <source>Train with ensure_weight_tying=True, or untie (tie_word_embeddings=false) before merging.</source>
        <translation>以 ensure_weight_tying=True 训练，或在合并前解除绑定（tie_word_embeddings=false）。</translation>
    </message>
    <message>
        <source>Trained token rows are not served by {servers} ({value}).</source>
        <translation>{servers} 不支持部署经训练的词元行（{value}）。</translation>
    </message>
    <message>
        <source>Try again later, or go offline: then what is on this machine is taken.</source>
        <translation>请稍后重试，或切换到离线：此时只使用本机已有的内容。</translation>
    </message>
    <message>
        <source>Try again {when}; those who are logged in may ask more often.</source>
        <translation>请{when}重试；登录用户可更频繁地查询。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Try again; what was read so far is kept.</source>
        <translation>请重试；已读取的内容会保留。</translation>
    </message>
    <message>
        <source>Two bases are needed to compare their weights.</source>
        <translation>需要两个基座才能比较权重。</translation>
    </message>
    <message>
        <source>Two runs of the base differ by up to {noise_floor}</source>
        <translation>基座的两次运行相差最多 {noise_floor}</translation>
    </message>
    <message>
        <source>Unpickling runs code that the file names. This file was read without unpickling and names tensors only.</source>
        <translation>反序列化 pickle 会运行文件所指定的代码。此文件未经反序列化读取，其中只涉及张量。</translation>
    </message>
    <message>
        <source>Unset HF_HUB_OFFLINE, or fetch it with: {source}</source>
        <translation>请取消设置 HF_HUB_OFFLINE，或用以下命令获取：{source}</translation>
    </message>
    <message>
        <source>Unwrap the model before save_pretrained, or strip the segment from the keys.</source>
        <translation>在 save_pretrained 之前去掉外层包裹，或从键中删去该段。</translation>
    </message>
    <message>
        <source>Upgrade peft where the adapter is served.</source>
        <translation>在部署适配器的环境中升级 peft。</translation>
    </message>
    <message>
        <source>Use a base of the architecture that the adapter was trained on.</source>
        <translation>使用与训练时架构相同的基座。</translation>
    </message>
    <message>
        <source>Use a base with as many layers as the adapter was trained on.</source>
        <translation>使用与训练时层数相同的基座。</translation>
    </message>
    <message>
        <source>Use it with ComfyUI or diffusers&apos; load_lora_weights; PEFT does not read this layout.</source>
        <translation>请用 ComfyUI 或 diffusers 的 load_lora_weights 使用它；PEFT 不识别此布局。</translation>
    </message>
    <message>
        <source>Use the base that it was trained on; a prompt cannot be carried over to another size.</source>
        <translation>使用训练时的基座；提示无法移植到其他尺寸。</translation>
    </message>
    <message>
        <source>Use the base that the adapter was trained on, or rename the keys to this base&apos;s module paths.</source>
        <translation>使用训练时的基座，或按此基座的模块路径重命名键。</translation>
    </message>
    <message>
        <source>Use the base that the adapter was trained on, or train again: no exact conversion exists.</source>
        <translation>使用训练时的基座，或重新训练：不存在精确的转换。</translation>
    </message>
    <message>
        <source>Use the base that the adapter was trained on.</source>
        <translation>使用训练时的基座。</translation>
    </message>
    <message>
        <source>Use the base that the adapter was trained on; look for layers or modules that were added since.</source>
        <translation>使用训练时的基座；并查看此后是否新增了层或模块。</translation>
    </message>
    <message>
        <source>Use the recorded base, or confirm that this is the same one under another name.</source>
        <translation>使用所记录的基座，或确认这是同一基座的另一名称。</translation>
    </message>
    <message>
        <source>Use the variant that the adapter records.</source>
        <translation>使用适配器所记录的变体。</translation>
    </message>
    <message>
        <source>Values are stored in a dtype that adapters do not use, or are too large for float16.</source>
        <translation>数值以适配器不使用的类型存储，或对 float16 而言过大。</translation>
    </message>
    <message>
        <source>Values in GGUF are not read.</source>
        <translation>不读取 GGUF 中的数值。</translation>
    </message>
    <message>
        <source>Vocabulary: the file has {shape}, the base needs {value}.</source>
        <translation>词表：文件中为 {shape}，基座需要 {value}。</translation>
    </message>
    <message>
        <source>Weights are rounded otherwise: the adapter&apos;s shapes still fit, its values were trained on other rounding.</source>
        <translation>权重的舍入不同：适配器的形状仍适配，但其数值是在另一种舍入下训练的。</translation>
    </message>
    <message>
        <source>Weights of the base do not have the shapes that config.json asks for: {mismatched}.</source>
        <translation>基座的权重形状与 config.json 要求的不符：{mismatched}。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>What is not in the vocabulary becomes another token.</source>
        <translation>词表之外的内容会变成另一个词元。</translation>
    </message>
    <message>
        <source>What this field does is not known here; it may change what the model computes.</source>
        <translation>此字段的作用未知；它可能改变模型的计算。</translation>
    </message>
    <message>
        <source>Where a few directions hold nearly all of the change, a smaller rank would serve the same at less cost.</source>
        <translation>若少数方向几乎占了全部改动，更小的秩便能以更低的代价达到同样效果。</translation>
    </message>
    <message>
        <source>Where the widths agree PEFT loads the first layers and drops the rest without a word.</source>
        <translation>宽度一致时，PEFT 加载前面的层，并毫无提示地丢弃其余部分。</translation>
    </message>
    <message>
        <source>Whether it changes outputs has not been measured yet.</source>
        <translation>尚未测量它是否改变输出。</translation>
    </message>
    <message>
        <source>Whether this base holds the adapter could not be told.</source>
        <translation>无法判断此基座是否包含该适配器。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>缘由</translation>
    </message>
    <message>
        <source>With the adapter disabled, the outputs differ from those of the untouched base{cause}.</source>
        <translation>关闭适配器后，输出与未加载过的基座不同{cause}。</translation>
    </message>
    <message>
        <source>With the adapter on, NaN or infinity stands in its outputs, hidden states or parameters.</source>
        <translation>启用适配器后，其输出、隐藏状态或参数中出现 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>With the adapter on, NaN or infinity stands in the model: its outputs mean nothing.</source>
        <translation>启用适配器后，模型中出现 NaN 或无穷大：其输出毫无意义。</translation>
    </message>
    <message>
        <source>With the adapter on, the outputs are those of the base.</source>
        <translation>启用适配器后，输出与基座相同。</translation>
    </message>
    <message>
        <source>With the adapter switched off, the model no longer answers as the base did.</source>
        <translation>关闭适配器后，模型的回答不再与基座相同。</translation>
    </message>
    <message>
        <source>With the adapter: {prompt}</source>
        <translation>启用适配器：{prompt}</translation>
    </message>
    <message>
        <source>Without the adapter: as measured before</source>
        <translation>不启用适配器：沿用先前的测量</translation>
    </message>
    <message>
        <source>Without the adapter: {prompt}</source>
        <translation>不启用适配器：{prompt}</translation>
    </message>
    <message>
        <source>Working out what each module gains</source>
        <translation>正在计算各模块的增量</translation>
    </message>
    <message>
        <source>Write a repaired copy with `adapter-inspector repair`; the original stays as it is.</source>
        <translation>用 `adapter-inspector repair` 写出修复副本；原件保持不变。</translation>
    </message>
    <message>
        <source>Write a repaired copy, proven by a dry run: `{adapter}`.</source>
        <translation>写出经试加载验证的修复副本：`{adapter}`。</translation>
    </message>
    <message>
        <source>Write both halves of its escape, or the character.</source>
        <translation>请写出其转义的两个部分，或直接写该字符。</translation>
    </message>
    <message>
        <source>Write the base&apos;s Hub id into base_model_name_or_path.</source>
        <translation>将基座的 Hub id 写入 base_model_name_or_path。</translation>
    </message>
    <message>
        <source>Writing with the adapter</source>
        <translation>启用适配器生成文本</translation>
    </message>
    <message>
        <source>Writing without the adapter</source>
        <translation>不启用适配器生成文本</translation>
    </message>
    <message>
        <source>Written by peft {written}; this check stands on {here}.</source>
        <translation>由 peft {written} 写出；此检查依据 {here}。</translation>
    </message>
    <message>
        <source>Yes, inside the chat template alone: mean KL {template_kl} nats there.</source>
        <translation>是，仅在套用对话模板时：其中平均 KL {template_kl} nats。</translation>
    </message>
    <message>
        <source>Yes, with {where_it_loads}.</source>
        <translation>能，使用 {where_it_loads}。</translation>
    </message>
    <message>
        <source>Yes: largest logit difference {max_abs_logit_diff}, {size}, over a noise floor of {noise_floor}.</source>
        <translation>是：最大 logit 差异 {max_abs_logit_diff}，{size}，噪声基底为 {noise_floor}。</translation>
    </message>
    <message>
        <source>Yes: {recorded} at the recorded commit.</source>
        <translation>是：{recorded}，位于所记录的提交。</translation>
    </message>
    <message>
        <source>`adapter-inspector rules` lists them.</source>
        <translation>`adapter-inspector rules` 会列出所有规则。</translation>
    </message>
    <message>
        <source>`{repo_id}@?` lists its revisions; a commit is given with all of its 40 letters.</source>
        <translation>`{repo_id}@?` 会列出其修订版本；提交须写全 40 个字符。</translation>
    </message>
    <message>
        <source>a GGUF model</source>
        <translation>GGUF 模型</translation>
    </message>
    <message>
        <source>a JPEG image</source>
        <translation>JPEG 图片</translation>
    </message>
    <message>
        <source>a JSON file</source>
        <translation>JSON 文件</translation>
    </message>
    <message>
        <source>a JSON text</source>
        <translation>JSON 文本</translation>
    </message>
    <message>
        <source>a LoRA in the {layout} layout</source>
        <translation>{layout} 布局的 LoRA</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>a PNG image</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>a Python pickle</source>
        <translation>Python pickle 文件</translation>
    </message>
    <message>
        <source>a base</source>
        <translation>一个基座</translation>
    </message>
    <message>
        <source>a certain answer on loading</source>
        <translation>对能否加载的确定答案</translation>
    </message>
    <message>
        <source>a golden set</source>
        <translation>一个黄金集</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>gzip 归档</translation>
    </message>
    <message>
        <source>a lock file</source>
        <translation>一个锁定文件</translation>
    </message>
    <message>
        <source>a number or its nesting is too large</source>
        <translation>数字过大或嵌套过深</translation>
    </message>
    <message>
        <source>a peft before 0.18.1</source>
        <translation>0.18.1 之前的 peft</translation>
    </message>
    <message>
        <source>a pickle</source>
        <translation>pickle 文件</translation>
    </message>
    <message>
        <source>a probe</source>
        <translation>一次探测</translation>
    </message>
    <message>
        <source>a program text</source>
        <translation>程序文本</translation>
    </message>
    <message>
        <source>a safetensors file</source>
        <translation>safetensors 文件</translation>
    </message>
    <message>
        <source>a second base, held against this one</source>
        <translation>与之对照的第二个基座</translation>
    </message>
    <message>
        <source>a text file</source>
        <translation>文本文件</translation>
    </message>
    <message>
        <source>a weight file of a kind that is not read</source>
        <translation>不读取的权重文件类型</translation>
    </message>
    <message>
        <source>a wrapper&apos;s name is taken out of the keys</source>
        <translation>从键中去掉外层名称</translation>
    </message>
    <message>
        <source>a zip archive, as torch.save writes it</source>
        <translation>torch.save 写出的 zip 归档</translation>
    </message>
    <message>
        <source>adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>adapter tensors</source>
        <translation>适配器张量</translation>
    </message>
    <message>
        <source>adapter-name</source>
        <translation>键中带有适配器名称</translation>
    </message>
    <message>
        <source>adapter_config.json has no peft_type.</source>
        <translation>adapter_config.json 没有 peft_type。</translation>
    </message>
    <message>
        <source>adapter_config.json holds fields that the PEFT here does not know, or was written by a newer one.</source>
        <translation>adapter_config.json 含有本机 PEFT 不认识的字段，或由更新的 PEFT 写出。</translation>
    </message>
    <message>
        <source>adapter_config.json lacks what every loader needs, or says something that none accepts.</source>
        <translation>adapter_config.json 缺少加载器必需的内容，或含有任何加载器都不接受的取值。</translation>
    </message>
    <message>
        <source>adapter_config.json names no base.</source>
        <translation>adapter_config.json 未注明基座。</translation>
    </message>
    <message>
        <source>adapter_config.json or the weights are not where a loader looks for them.</source>
        <translation>adapter_config.json 或权重不在加载器查找的位置。</translation>
    </message>
    <message>
        <source>adapter_model.bin beside it cannot be compared. {message}</source>
        <translation>无法与旁边的 adapter_model.bin 比较。{message}</translation>
    </message>
    <message>
        <source>adapter_model.bin beside it differs in {differing} tensors: they come from different runs.</source>
        <translation>旁边的 adapter_model.bin 有 {differing} 个张量不同：它们来自不同的训练。</translation>
    </message>
    <message>
        <source>added token flags</source>
        <translation>附加词元的标志</translation>
    </message>
    <message>
        <source>added tokens</source>
        <translation>附加词元</translation>
    </message>
    <message>
        <source>added-tokens-untrained</source>
        <translation>新增词元未训练</translation>
    </message>
    <message>
        <source>all on {device}</source>
        <translation>全部在 {device} 上</translation>
    </message>
    <message>
        <source>all {total} target modules</source>
        <translation>全部 {total} 个目标模块</translation>
    </message>
    <message>
        <source>alpha in adapter_config.json is not a number.</source>
        <translation>adapter_config.json 中的 alpha 不是数字。</translation>
    </message>
    <message>
        <source>alpha_pattern names modules by the paths that the wrapper gave them.</source>
        <translation>alpha_pattern 使用外层赋予的路径指称模块。</translation>
    </message>
    <message>
        <source>alpha_pattern tells different alphas for the old and the new name.</source>
        <translation>alpha_pattern 对新旧名称给出不同的 alpha。</translation>
    </message>
    <message>
        <source>already-merged</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>an HDF5 file</source>
        <translation>HDF5 文件</translation>
    </message>
    <message>
        <source>an adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>an archive; unpack it and drop the folder</source>
        <translation>归档；请解压后拖入文件夹</translation>
    </message>
    <message>
        <source>an error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>an exception occurred</source>
        <translation>发生异常</translation>
    </message>
    <message>
        <source>an image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>and each prompt takes {passes} of them</source>
        <translation>每个提示词需要 {passes} 次</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>另一个模型</translation>
    </message>
    <message>
        <source>architecture-mismatch</source>
        <translation>架构不符</translation>
    </message>
    <message>
        <source>as of {as_of}</source>
        <translation>截至 {as_of}</translation>
    </message>
    <message>
        <source>bad-logits</source>
        <translation>输出异常</translation>
    </message>
    <message>
        <source>base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>base-drift</source>
        <translation>基座漂移</translation>
    </message>
    <message>
        <source>base-id-unusable</source>
        <translation>基座标识不可用</translation>
    </message>
    <message>
        <source>base-name-mismatch</source>
        <translation>基座名称不符</translation>
    </message>
    <message>
        <source>base-polluted</source>
        <translation>基座被改动</translation>
    </message>
    <message>
        <source>base-revision-unpinned</source>
        <translation>基座版本未固定</translation>
    </message>
    <message>
        <source>became shorter while it was read</source>
        <translation>在读取过程中变短</translation>
    </message>
    <message>
        <source>because they are fused into</source>
        <translation>因为它们被合并为</translation>
    </message>
    <message>
        <source>below the noise</source>
        <translation>低于噪声</translation>
    </message>
    <message>
        <source>bias is &quot;{kind}&quot;, {count} adapted modules have a bias, and the file holds none.</source>
        <translation>bias 为 &quot;{kind}&quot;，{count} 个受适配的模块有偏置，而文件中没有。</translation>
    </message>
    <message>
        <source>bulk-full-tensors</source>
        <translation>大量完整张量</translation>
    </message>
    <message>
        <source>by estimate {value} at {rate} a second, </source>
        <translation>估计 {value}（每秒 {rate}），</translation>
    </message>
    <message>
        <source>cannot be probed</source>
        <translation>无法探测</translation>
    </message>
    <message>
        <source>changes nothing</source>
        <translation>毫无变化</translation>
    </message>
    <message>
        <source>chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>chat template {name}</source>
        <translation>对话模板 {name}</translation>
    </message>
    <message>
        <source>chat-template</source>
        <translation>对话模板不同</translation>
    </message>
    <message>
        <source>config-drops-tensors</source>
        <translation>配置遗漏张量</translation>
    </message>
    <message>
        <source>config-invalid</source>
        <translation>配置无效</translation>
    </message>
    <message>
        <source>config-newer-than-peft</source>
        <translation>配置比 PEFT 新</translation>
    </message>
    <message>
        <source>config.json is not a valid {model_type} configuration: {error}</source>
        <translation>config.json 不是有效的 {model_type} 配置：{error}</translation>
    </message>
    <message>
        <source>config.json lies beside adapter_config.json: some programs take the folder for a model.</source>
        <translation>config.json 与 adapter_config.json 同在一处：有些程序会把该文件夹当作模型。</translation>
    </message>
    <message>
        <source>config.json may not belong to these weights.</source>
        <translation>config.json 可能不属于这些权重。</translation>
    </message>
    <message>
        <source>config.json names no model_type, so the model&apos;s class is not known.</source>
        <translation>config.json 未注明 model_type，因此不知道模型的类。</translation>
    </message>
    <message>
        <source>corrupt-safetensors</source>
        <translation>权重文件损坏</translation>
    </message>
    <message>
        <source>cosine {mean_cosine}</source>
        <translation>余弦 {mean_cosine}</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>delta-outlier</source>
        <translation>改动异常</translation>
    </message>
    <message>
        <source>describes more tensors than any model has, and was not read</source>
        <translation>所描述的张量多于任何模型，因此未读取</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>dim-mismatch</source>
        <translation>维度不符</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>个方向</translation>
    </message>
    <message>
        <source>directions</source>
        <translation>个方向</translation>
    </message>
    <message>
        <source>does not give {missing} of {name}</source>
        <translation>未给出 {name} 的 {missing}</translation>
    </message>
    <message>
        <source>dora-inconsistent</source>
        <translation>DoRA 不一致</translation>
    </message>
    <message>
        <source>dtype-overflow</source>
        <translation>类型或溢出</translation>
    </message>
    <message>
        <source>embeddings turn to a cosine of {mean_cosine} with the base&apos;s</source>
        <translation>嵌入与基座的余弦为 {mean_cosine}</translation>
    </message>
    <message>
        <source>empty-adapter</source>
        <translation>空适配器</translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation>的结束先于开始</translation>
    </message>
    <message>
        <source>eps in adapter_config.json is no number.</source>
        <translation>adapter_config.json 中的 eps 不是数字。</translation>
    </message>
    <message>
        <source>every output equals the base&apos;s to the bit</source>
        <translation>所有输出与基座逐位相同</translation>
    </message>
    <message>
        <source>every tensor lands, but the base has moved</source>
        <translation>所有张量均已落位，但基座已变动</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>feature-support</source>
        <translation>服务端支持</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>flip-rate</source>
        <translation>翻转率</translation>
    </message>
    <message>
        <source>for this model</source>
        <translation>用于此模型</translation>
    </message>
    <message>
        <source>foreign-layout</source>
        <translation>外来布局</translation>
    </message>
    <message>
        <source>from_pretrained(&quot;{name}&quot;, revision=&quot;{commit}&quot;)</source>
        <translation>from_pretrained(&quot;{name}&quot;, revision=&quot;{commit}&quot;)</translation>
    </message>
    <message>
        <source>full-modules</source>
        <translation>完整模块</translation>
    </message>
    <message>
        <source>generate() stops at other ids (generation_config.json).</source>
        <translation>generate() 在不同的 id 处停止（generation_config.json）。</translation>
    </message>
    <message>
        <source>gives {field} of {name} twice</source>
        <translation>两次给出 {name} 的 {field}</translation>
    </message>
    <message>
        <source>gives {name} a shape that is not a list of sizes: {shape}</source>
        <translation>给 {name} 的形状不是大小列表：{shape}</translation>
    </message>
    <message>
        <source>gives {name} a shape whose size overflows 64 bits</source>
        <translation>给 {name} 的形状大小超出 64 位</translation>
    </message>
    <message>
        <source>gives {name} a {dtype} shape that does not end on a whole byte</source>
        <translation>给 {name} 的 {dtype} 形状不足整字节</translation>
    </message>
    <message>
        <source>gives {name} an unknown dtype: {dtype}</source>
        <translation>给 {name} 的类型未知：{dtype}</translation>
    </message>
    <message>
        <source>gives {name} offsets that are not a pair of positions: {offsets}</source>
        <translation>给 {name} 的偏移不是一对位置：{offsets}</translation>
    </message>
    <message>
        <source>has</source>
        <translation>有</translation>
    </message>
    <message>
        <source>has &quot;choices&quot; that are not a list of 2 to {max_choices} texts</source>
        <translation>的 &quot;choices&quot; 不是 2 至 {max_choices} 个文本的列表</translation>
    </message>
    <message>
        <source>has &quot;choices&quot;, and a &quot;match&quot; that is not &quot;choice&quot;</source>
        <translation>有 &quot;choices&quot;，而 &quot;match&quot; 不是 &quot;choice&quot;</translation>
    </message>
    <message>
        <source>has &quot;expected&quot; and &quot;choices&quot;; with choices, &quot;answer&quot; says which is right</source>
        <translation>同时有 &quot;expected&quot; 和 &quot;choices&quot;；使用 choices 时由 &quot;answer&quot; 指明正确项</translation>
    </message>
    <message>
        <source>has &quot;messages&quot; that are not a list of 1 to {max_messages}</source>
        <translation>的 &quot;messages&quot; 不是 1 至 {max_messages} 项的列表</translation>
    </message>
    <message>
        <source>has &quot;messages&quot; that are not objects with &quot;role&quot; and &quot;content&quot;</source>
        <translation>的 &quot;messages&quot; 不是含 &quot;role&quot; 和 &quot;content&quot; 的对象</translation>
    </message>
    <message>
        <source>has &quot;prompt&quot; and &quot;messages&quot;; give one of them</source>
        <translation>同时有 &quot;prompt&quot; 和 &quot;messages&quot;；请只给出其一</translation>
    </message>
    <message>
        <source>has __metadata__ that is not a table of texts</source>
        <translation>的 __metadata__ 不是文本表</translation>
    </message>
    <message>
        <source>has a &quot;match&quot; that is none of {list}</source>
        <translation>的 &quot;match&quot; 不在 {list} 之中</translation>
    </message>
    <message>
        <source>has a header that is nested too deeply</source>
        <translation>的文件头嵌套过深</translation>
    </message>
    <message>
        <source>has a header that is not UTF-8 text</source>
        <translation>的文件头不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>has a header that is not a JSON object</source>
        <translation>的文件头不是 JSON 对象</translation>
    </message>
    <message>
        <source>has a header that is not valid JSON ({value}{reason})</source>
        <translation>的文件头不是有效的 JSON（{value}{reason}）</translation>
    </message>
    <message>
        <source>has a header with half a Unicode character in a name</source>
        <translation>的文件头中有名称含半个 Unicode 字符</translation>
    </message>
    <message>
        <source>has a regular expression that could run without end; use at most three open repeats</source>
        <translation>的正则表达式可能无休止运行；最多使用三个不限次重复</translation>
    </message>
    <message>
        <source>has a regular expression that is not valid ({error})</source>
        <translation>的正则表达式无效（{error}）</translation>
    </message>
    <message>
        <source>has an &quot;answer&quot; that is neither one of its choices nor the place of one, from 0</source>
        <translation>的 &quot;answer&quot; 既不是选项之一，也不是选项的序号（从 0 起）</translation>
    </message>
    <message>
        <source>has no &quot;{name}&quot;</source>
        <translation>没有 &quot;{name}&quot;</translation>
    </message>
    <message>
        <source>has no tensor description under the name {name}</source>
        <translation>没有名为 {name} 的张量描述</translation>
    </message>
    <message>
        <source>has no weight_map that gives a file for every tensor</source>
        <translation>没有为每个张量给出文件的 weight_map</translation>
    </message>
    <message>
        <source>has the match &quot;choice&quot;, but no &quot;choices&quot;</source>
        <translation>的 match 为 &quot;choice&quot;，却没有 &quot;choices&quot;</translation>
    </message>
    <message>
        <source>has the same choice twice</source>
        <translation>有重复的选项</translation>
    </message>
    <message>
        <source>has two __metadata__ entries in its header</source>
        <translation>的文件头中有两个 __metadata__ 项</translation>
    </message>
    <message>
        <source>has {value} after its last tensor</source>
        <translation>在最后一个张量之后还有 {value}</translation>
    </message>
    <message>
        <source>has {what} of {count} characters, and {limit} are allowed</source>
        <translation>的 {what} 有 {count} 个字符，最多允许 {limit} 个</translation>
    </message>
    <message>
        <source>has {what} that is empty</source>
        <translation>的 {what} 为空</translation>
    </message>
    <message>
        <source>has {what} that is not a text</source>
        <translation>的 {what} 不是文本</translation>
    </message>
    <message>
        <source>has {what} with half a Unicode character</source>
        <translation>的 {what} 含有半个 Unicode 字符</translation>
    </message>
    <message>
        <source>have</source>
        <translation>有</translation>
    </message>
    <message>
        <source>head-missing</source>
        <translation>缺少头部</translation>
    </message>
    <message>
        <source>ia3_l is no vector.</source>
        <translation>ia3_l 不是向量。</translation>
    </message>
    <message>
        <source>in a few minutes</source>
        <translation>几分钟后</translation>
    </message>
    <message>
        <source>in the chat template</source>
        <translation>仅在对话模板中</translation>
    </message>
    <message>
        <source>in {seconds} seconds</source>
        <translation>在 {seconds} 秒后</translation>
    </message>
    <message>
        <source>index {index} is out of bounds for dimension 0 with size {vocabulary}</source>
        <translation>索引 {index} 超出大小为 {vocabulary} 的第 0 维</translation>
    </message>
    <message>
        <source>inert</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>init_lora_weights is &quot;{init}&quot;.</source>
        <translation>init_lora_weights 为 &quot;{init}&quot;。</translation>
    </message>
    <message>
        <source>init_lora_weights is {chosen}: the loader computes with the base&apos;s weights and changes them while it loads; a dry run without weights cannot tell whether this base gives the same values.</source>
        <translation>init_lora_weights 为 {chosen}：加载器会在加载时用基座的权重计算并改动它们；不含权重的试加载无法判断此基座能否得到相同的数值。</translation>
    </message>
    <message>
        <source>init_r in adapter_config.json is not a rank.</source>
        <translation>adapter_config.json 中的 init_r 不是秩。</translation>
    </message>
    <message>
        <source>inside the chat template</source>
        <translation>对话模板之内</translation>
    </message>
    <message>
        <source>is cut off: {value} of {expected} are missing</source>
        <translation>被截断：{expected} 中缺少 {value}</translation>
    </message>
    <message>
        <source>is inconsistent: {name} needs {nbytes} bytes for its shape and is given {value}</source>
        <translation>前后矛盾：{name} 的形状需要 {nbytes} 字节，却给了 {value}</translation>
    </message>
    <message>
        <source>is inconsistent: {name} {fault} ({begin} to {end})</source>
        <translation>前后矛盾：{name} {fault}（{begin} 至 {end}）</translation>
    </message>
    <message>
        <source>is not JSON ({msg}, column {colno})</source>
        <translation>不是 JSON（{msg}，第 {colno} 列）</translation>
    </message>
    <message>
        <source>is not JSON that can be read here</source>
        <translation>不是此处可读取的 JSON</translation>
    </message>
    <message>
        <source>is not UTF-8 text</source>
        <translation>不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>is not a JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>is not supported</source>
        <translation>不受支持</translation>
    </message>
    <message>
        <source>it breaks more answers than are allowed</source>
        <translation>答错的数量超过允许值</translation>
    </message>
    <message>
        <source>it holds a number with thousands of digits</source>
        <translation>其中有数千位的数字</translation>
    </message>
    <message>
        <source>it holds half a Unicode character</source>
        <translation>其中有半个 Unicode 字符</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it is not an object in braces</source>
        <translation>不是花括号中的对象</translation>
    </message>
    <message>
        <source>it lacks {absent}</source>
        <translation>缺少 {absent}</translation>
    </message>
    <message>
        <source>it loads on a model that it was not trained on</source>
        <translation>它加载到了并非训练所用的模型上</translation>
    </message>
    <message>
        <source>it loads, with errors</source>
        <translation>能加载，但有错误</translation>
    </message>
    <message>
        <source>its answer</source>
        <translation>其应答</translation>
    </message>
    <message>
        <source>its weight alone is too large for the memory that is free</source>
        <translation>仅其权重就超出可用内存</translation>
    </message>
    <message>
        <source>its weight is packed, and is not unpacked here</source>
        <translation>其权重经过打包，此处不解包</translation>
    </message>
    <message>
        <source>its {name} is {found}, {minimum} or newer is needed</source>
        <translation>其 {name} 为 {found}，需要 {minimum} 或更新</translation>
    </message>
    <message>
        <source>kohya&apos;s flat names are resolved to this base&apos;s modules</source>
        <translation>将 kohya 的扁平名称还原为此基座的模块</translation>
    </message>
    <message>
        <source>layer-or-bias-fields</source>
        <translation>层或偏置字段</translation>
    </message>
    <message>
        <source>layer-range</source>
        <translation>层数超出范围</translation>
    </message>
    <message>
        <source>layer_replication {replication} gives the loaded model another number of layers than its base.</source>
        <translation>layer_replication {replication} 使加载后的模型层数与基座不同。</translation>
    </message>
    <message>
        <source>layers_to_transform names layer {beyond}; the base&apos;s last one is {numbers}.</source>
        <translation>layers_to_transform 指向第 {beyond} 层，而基座的最后一层是 {numbers}。</translation>
    </message>
    <message>
        <source>layers_to_transform, layer_replication or bias say something that the file or the base does not bear out.</source>
        <translation>layers_to_transform、layer_replication 或 bias 的设置与文件或基座不符。</translation>
    </message>
    <message>
        <source>leaves a gap before it</source>
        <translation>之前留有空隙</translation>
    </message>
    <message>
        <source>less than a second</source>
        <translation>不到一秒</translation>
    </message>
    <message>
        <source>lfs-pointer</source>
        <translation>LFS 指针</translation>
    </message>
    <message>
        <source>lora_A and lora_B do not go together with the number of experts.</source>
        <translation>lora_A 和 lora_B 与专家数量不符。</translation>
    </message>
    <message>
        <source>lora_A and lora_B do not go together, or stand for a grouped convolution.</source>
        <translation>lora_A 和 lora_B 彼此不符，或表示分组卷积。</translation>
    </message>
    <message>
        <source>lora_A has no rows.</source>
        <translation>lora_A 没有行。</translation>
    </message>
    <message>
        <source>lora_A, lora_B and lora_E do not go together.</source>
        <translation>lora_A、lora_B 和 lora_E 彼此不符。</translation>
    </message>
    <message>
        <source>lora_alpha is 0: the adapter is multiplied by nothing.</source>
        <translation>lora_alpha 为 0：适配器被乘以零。</translation>
    </message>
    <message>
        <source>lora_alpha or alpha_pattern in adapter_config.json is not a number.</source>
        <translation>adapter_config.json 中的 lora_alpha 或 alpha_pattern 不是数字。</translation>
    </message>
    <message>
        <source>lora_embedding_A and lora_embedding_B do not go together.</source>
        <translation>lora_embedding_A 和 lora_embedding_B 彼此不符。</translation>
    </message>
    <message>
        <source>lora_…_&lt;flat name&gt;</source>
        <translation>lora_…_&lt;扁平名称&gt;</translation>
    </message>
    <message>
        <source>mean KL {mean_kl} nats, {value} % of predictions flip</source>
        <translation>平均 KL {mean_kl} nats，{value} % 的预测翻转</translation>
    </message>
    <message>
        <source>missing-file</source>
        <translation>缺少文件</translation>
    </message>
    <message>
        <source>mixed-folder</source>
        <translation>文件夹混杂</translation>
    </message>
    <message>
        <source>modules are named by the path that they have in this base</source>
        <translation>按模块在此基座中的路径命名</translation>
    </message>
    <message>
        <source>modules of its kind take no vectors</source>
        <translation>此类模块不接受向量</translation>
    </message>
    <message>
        <source>moe-layout</source>
        <translation>专家布局</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>已变动</translation>
    </message>
    <message>
        <source>names more than {max_shards} weight files</source>
        <translation>列出的权重文件超过 {max_shards} 个</translation>
    </message>
    <message>
        <source>names of an older transformers are replaced by today&apos;s</source>
        <translation>将旧版 transformers 的名称替换为现行名称</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no base</source>
        <translation>无基座</translation>
    </message>
    <message>
        <source>no flags</source>
        <translation>无标志</translation>
    </message>
    <message>
        <source>no token</source>
        <translation>无词元</translation>
    </message>
    <message>
        <source>no-effect</source>
        <translation>无效应</translation>
    </message>
    <message>
        <source>non-finite</source>
        <translation>非有限值</translation>
    </message>
    <message>
        <source>nondeterministic</source>
        <translation>结果不确定</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>非有限</translation>
    </message>
    <message>
        <source>not in a .safetensors file</source>
        <translation>不在 .safetensors 文件中</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>not probed</source>
        <translation>未探测</translation>
    </message>
    <message>
        <source>not selected</source>
        <translation>未选取</translation>
    </message>
    <message>
        <source>num_cayley_neumann_terms in adapter_config.json is no number of terms.</source>
        <translation>adapter_config.json 中的 num_cayley_neumann_terms 不是项数。</translation>
    </message>
    <message>
        <source>oft_R does not hold the triangles of square blocks of a size that is computed.</source>
        <translation>oft_R 不是可计算大小的方块的三角部分。</translation>
    </message>
    <message>
        <source>old</source>
        <translation>旧</translation>
    </message>
    <message>
        <source>on the Hub and not here</source>
        <translation>在 Hub 上而不在本机</translation>
    </message>
    <message>
        <source>orphan-tensors</source>
        <translation>张量无槽位</translation>
    </message>
    <message>
        <source>outside the chat template</source>
        <translation>对话模板之外</translation>
    </message>
    <message>
        <source>overlaps the tensor before it</source>
        <translation>与前一个张量重叠</translation>
    </message>
    <message>
        <source>overwrites-base</source>
        <translation>覆盖基座</translation>
    </message>
    <message>
        <source>partial-coverage</source>
        <translation>部分覆盖</translation>
    </message>
    <message>
        <source>parts of the adapter are not in its file</source>
        <translation>适配器的某些部分不在其文件中</translation>
    </message>
    <message>
        <source>peft {here} drops {list}</source>
        <translation>peft {here} 丢弃 {list}</translation>
    </message>
    <message>
        <source>peft-prefix-count</source>
        <translation>前缀数量不对</translation>
    </message>
    <message>
        <source>peft_type in adapter_config.json is not a word.</source>
        <translation>adapter_config.json 中的 peft_type 不是一个词。</translation>
    </message>
    <message>
        <source>pickle-weights</source>
        <translation>pickle 权重</translation>
    </message>
    <message>
        <source>prefix-rename</source>
        <translation>前缀改名</translation>
    </message>
    <message>
        <source>projection-fusion</source>
        <translation>投影合并方式</translation>
    </message>
    <message>
        <source>prompt-dims</source>
        <translation>提示维度</translation>
    </message>
    <message>
        <source>pseudo-random tokens {number}</source>
        <translation>伪随机词元 {number}</translation>
    </message>
    <message>
        <source>quantisation-mismatch</source>
        <translation>量化不符</translation>
    </message>
    <message>
        <source>r in adapter_config.json is not a rank.</source>
        <translation>adapter_config.json 中的 r 不是秩。</translation>
    </message>
    <message>
        <source>raises {kind}</source>
        <translation>报出 {kind}</translation>
    </message>
    <message>
        <source>random-init-partial</source>
        <translation>空槽位随机</translation>
    </message>
    <message>
        <source>rank-limit</source>
        <translation>秩超限</translation>
    </message>
    <message>
        <source>rank-mismatch</source>
        <translation>秩不符</translation>
    </message>
    <message>
        <source>residual-init</source>
        <translation>残差初始化</translation>
    </message>
    <message>
        <source>rslora-scale</source>
        <translation>rsLoRA 缩放</translation>
    </message>
    <message>
        <source>safetensors 0.8 header format; peft 0.21.2 `load_peft_weights`</source>
        <translation>safetensors 0.8 header format; peft 0.21.2 `load_peft_weights`</translation>
    </message>
    <message>
        <source>same-shape-other-weights</source>
        <translation>形状相同但权重不同</translation>
    </message>
    <message>
        <source>scale-suspicious</source>
        <translation>缩放可疑</translation>
    </message>
    <message>
        <source>shapes</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>spectral-profile</source>
        <translation>谱特征</translation>
    </message>
    <message>
        <source>split projections become the fused one of this base, with the same product B·A</source>
        <translation>将拆分的投影合并为此基座的合并投影，乘积 B·A 不变</translation>
    </message>
    <message>
        <source>stacked-adapter</source>
        <translation>叠加的适配器</translation>
    </message>
    <message>
        <source>stop ids</source>
        <translation>停止 id</translation>
    </message>
    <message>
        <source>target-modules-unmatched</source>
        <translation>目标模块不匹配</translation>
    </message>
    <message>
        <source>target_modules also matches modules that were not trained ({spare} empty slots, no loss).</source>
        <translation>target_modules 也匹配了未训练的模块（{spare} 个空槽位，无损失）。</translation>
    </message>
    <message>
        <source>target_modules names modules that this base does not have.</source>
        <translation>target_modules 指向此基座没有的模块。</translation>
    </message>
    <message>
        <source>target_modules names something that LoRA cannot wrap.</source>
        <translation>target_modules 指向 LoRA 无法包装的对象。</translation>
    </message>
    <message>
        <source>target_modules names {list}, which this base does not have.</source>
        <translation>target_modules 指向 {list}，而此基座没有。</translation>
    </message>
    <message>
        <source>target_parameters were trained with {said}: the two axes of each expert stand exchanged.</source>
        <translation>target_parameters 是用{said}训练的：每个专家的两个轴互换了。</translation>
    </message>
    <message>
        <source>template-gated</source>
        <translation>受模板制约</translation>
    </message>
    <message>
        <source>that is set</source>
        <translation>所设置的</translation>
    </message>
    <message>
        <source>the Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>the adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>the adapter&apos;s</source>
        <translation>适配器的</translation>
    </message>
    <message>
        <source>the adapter&apos;s and the base&apos;s chat templates</source>
        <translation>适配器和基座的对话模板</translation>
    </message>
    <message>
        <source>the adapter&apos;s and the base&apos;s tokenizers</source>
        <translation>适配器和基座的分词器</translation>
    </message>
    <message>
        <source>the adapter&apos;s folder</source>
        <translation>适配器文件夹</translation>
    </message>
    <message>
        <source>the adapter&apos;s name is taken out of the keys</source>
        <translation>从键中去掉适配器名称</translation>
    </message>
    <message>
        <source>the adapter&apos;s tokenizer</source>
        <translation>适配器的分词器</translation>
    </message>
    <message>
        <source>the adapter&apos;s values</source>
        <translation>适配器的数值</translation>
    </message>
    <message>
        <source>the base</source>
        <translation>基座</translation>
    </message>
    <message>
        <source>the base&apos;s</source>
        <translation>基座的</translation>
    </message>
    <message>
        <source>the base&apos;s own output there is zero</source>
        <translation>基座在该处的输出为零</translation>
    </message>
    <message>
        <source>the change that the adapter makes to each module</source>
        <translation>适配器对每个模块的改动</translation>
    </message>
    <message>
        <source>the file does not hold its weight as one tensor</source>
        <translation>文件中其权重不是单个张量</translation>
    </message>
    <message>
        <source>the fused projection becomes the split ones of this base, with the same product B·A</source>
        <translation>将合并的投影拆分为此基座的多个投影，乘积 B·A 不变</translation>
    </message>
    <message>
        <source>the locked base ({id})</source>
        <translation>锁定的基座（{id}）</translation>
    </message>
    <message>
        <source>the one target module</source>
        <translation>唯一的目标模块</translation>
    </message>
    <message>
        <source>the outputs move by {apart} at most</source>
        <translation>输出最多变动 {apart}</translation>
    </message>
    <message>
        <source>the prefix base_model.model is written exactly once</source>
        <translation>使 base_model.model 前缀恰好出现一次</translation>
    </message>
    <message>
        <source>the server leads away to an address that is not secure</source>
        <translation>服务器转向不安全的地址</translation>
    </message>
    <message>
        <source>the server leads on without saying where (HTTP {status_code})</source>
        <translation>服务器要求转到别处，却没有说明去处（HTTP {status_code}）</translation>
    </message>
    <message>
        <source>the server leads round in a circle of redirects</source>
        <translation>服务器循环重定向</translation>
    </message>
    <message>
        <source>the server listed another commit ({commit}) than it was asked for</source>
        <translation>服务器列出的提交（{commit}）与所请求的不同</translation>
    </message>
    <message>
        <source>the server sent another part of {what} than it was asked for</source>
        <translation>服务器发送的 {what} 部分与所请求的不同</translation>
    </message>
    <message>
        <source>the server sent another {name} than it lists</source>
        <translation>服务器发送的 {name} 与其列出的不同</translation>
    </message>
    <message>
        <source>the server sent another {what} than it lists</source>
        <translation>服务器发送的 {what} 与其列出的不同</translation>
    </message>
    <message>
        <source>the server sent less of {what} than it announced</source>
        <translation>服务器发送的 {what} 少于其声明</translation>
    </message>
    <message>
        <source>the server sent {name} with two different beginnings</source>
        <translation>服务器两次发送的 {name} 开头不同</translation>
    </message>
    <message>
        <source>the server sent {what} of another commit</source>
        <translation>服务器发送的是另一个提交的 {what}</translation>
    </message>
    <message>
        <source>the server&apos;s answer does not list {kind}</source>
        <translation>服务器的应答未列出 {kind}</translation>
    </message>
    <message>
        <source>the server&apos;s answer holds more than any repository has</source>
        <translation>服务器的应答多于任何仓库所有</translation>
    </message>
    <message>
        <source>the server&apos;s answer is not JSON</source>
        <translation>服务器的应答不是 JSON</translation>
    </message>
    <message>
        <source>the server&apos;s answer is not the listing of a repository</source>
        <translation>服务器的应答不是仓库列表</translation>
    </message>
    <message>
        <source>the server&apos;s listing has an entry without a usable name, size and hash</source>
        <translation>服务器的列表中有一项缺少可用的名称、大小和哈希</translation>
    </message>
    <message>
        <source>the sum of its headers</source>
        <translation>其文件头的总和</translation>
    </message>
    <message>
        <source>the values of the base&apos;s weights</source>
        <translation>基座权重的数值</translation>
    </message>
    <message>
        <source>the weights&apos; hashes</source>
        <translation>权重哈希</translation>
    </message>
    <message>
        <source>the whole embedding</source>
        <translation>整个嵌入</translation>
    </message>
    <message>
        <source>the whole output head</source>
        <translation>整个输出头</translation>
    </message>
    <message>
        <source>the {what}</source>
        <translation>{what}</translation>
    </message>
    <message>
        <source>this adapter</source>
        <translation>此适配器</translation>
    </message>
    <message>
        <source>tie_word_embeddings is true, and the adapter holds {list}.</source>
        <translation>tie_word_embeddings 为 true，而适配器含有 {list}。</translation>
    </message>
    <message>
        <source>tied-embeddings</source>
        <translation>绑定的嵌入</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>tokenizer-drift</source>
        <translation>分词器漂移</translation>
    </message>
    <message>
        <source>tokens {start} to {end}</source>
        <translation>词元 {start} 至 {end}</translation>
    </message>
    <message>
        <source>transformers {version} does not know the model type {model_type}.</source>
        <translation>transformers {version} 不认识模型类型 {model_type}。</translation>
    </message>
    <message>
        <source>transformers {version} has no class {value} for the model type {model_type}.</source>
        <translation>transformers {version} 没有用于模型类型 {model_type} 的 {value} 类。</translation>
    </message>
    <message>
        <source>unet or transformer</source>
        <translation>unet 或 transformer</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unknown signal</source>
        <translation>未知信号</translation>
    </message>
    <message>
        <source>unpaired-ab</source>
        <translation>A/B 不成对</translation>
    </message>
    <message>
        <source>unsharded-save</source>
        <translation>分片未汇集</translation>
    </message>
    <message>
        <source>unsupported-layer</source>
        <translation>不受支持的层</translation>
    </message>
    <message>
        <source>use_dora and the magnitude vectors in the file disagree.</source>
        <translation>use_dora 与文件中的幅度向量不一致。</translation>
    </message>
    <message>
        <source>use_dora is set, but the file holds no magnitude vectors.</source>
        <translation>设置了 use_dora，但文件不含幅度向量。</translation>
    </message>
    <message>
        <source>use_rslora is set: without it the adapter is {value} times weaker.</source>
        <translation>设置了 use_rslora：没有它，适配器会弱 {value} 倍。</translation>
    </message>
    <message>
        <source>vLLM keeps room for --max-lora-rank in every layer and refuses adapters above it; a limit far above the need costs memory and speed.</source>
        <translation>vLLM 在每层为 --max-lora-rank 预留空间，并拒绝超过它的适配器；远超所需的上限会耗费内存和速度。</translation>
    </message>
    <message>
        <source>variant-mismatch</source>
        <translation>变体不符</translation>
    </message>
    <message>
        <source>vocab-rows</source>
        <translation>词表行数</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>with the adapter</source>
        <translation>启用适配器</translation>
    </message>
    <message>
        <source>without the adapter</source>
        <translation>不启用适配器</translation>
    </message>
    <message>
        <source>wrapper-segments</source>
        <translation>外层名称残留</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>yes, KL {mean_kl}</source>
        <translation>是，KL {mean_kl}</translation>
    </message>
    <message>
        <source>yes, cosine {mean_cosine}</source>
        <translation>是，余弦 {mean_cosine}</translation>
    </message>
    <message>
        <source>zero-coverage</source>
        <translation>零覆盖</translation>
    </message>
    <message>
        <source>zero-delta</source>
        <translation>改动为零</translation>
    </message>
    <message>
        <source>{adapter} holds no tensors: it loads, and changes nothing.</source>
        <translation>{adapter} 不含张量：能加载，却毫无变化。</translation>
    </message>
    <message>
        <source>{adapter} is a pickle. It names nothing that runs code; some programs refuse it anyway.</source>
        <translation>{adapter} 是 pickle 文件。其中没有会运行代码的内容；但有些程序仍会拒绝它。</translation>
    </message>
    <message>
        <source>{added} new ones</source>
        <translation>{added} 个新词元</translation>
    </message>
    <message>
        <source>{base_class} does not fit a {task_type} adapter: {message}.</source>
        <translation>{base_class} 不适配 {task_type} 适配器：{message}。</translation>
    </message>
    <message>
        <source>{beyond} {beyond2} no row in the base&apos;s embedding of {rows} rows, and the adapter brings none.</source>
        <translation>{beyond} {beyond2}缺漏：基座的 {rows} 行嵌入中没有对应的行，适配器也未提供。</translation>
    </message>
    <message>
        <source>{call} places every tensor. {case}</source>
        <translation>{call} 安放了所有张量。{case}</translation>
    </message>
    <message>
        <source>{cause}: the file has {shape}, the base needs {value}.</source>
        <translation>{cause}：文件中为 {shape}，基座需要 {value}。</translation>
    </message>
    <message>
        <source>{count} already hold this adapter: on top of it the adapter would act twice.</source>
        <translation>{count}已包含此适配器：再叠加便会作用两次。</translation>
    </message>
    <message>
        <source>{count} changed by a low-rank matrix, as where another LoRA was merged.</source>
        <translation>{count}相差一个低秩矩阵，如同合并过另一个 LoRA。</translation>
    </message>
    <message>
        <source>{count} empty slots start at random.</source>
        <translation>{count} 个空槽位取随机初值。</translation>
    </message>
    <message>
        <source>{count} full tensors were saved along and hold the base&apos;s own values: they change nothing.</source>
        <translation>一并保存了 {count} 个完整张量，其数值与基座相同：不会带来任何变化。</translation>
    </message>
    <message>
        <source>{count} full tensors: {servers} refuse them ({value}).</source>
        <translation>{count} 个完整张量：{servers} 会拒绝它们（{value}）。</translation>
    </message>
    <message>
        <source>{count} have other weights altogether: these were made anew.</source>
        <translation>{count}的权重完全不同：它们是重新生成的。</translation>
    </message>
    <message>
        <source>{count} have other weights altogether: this is another model of the same shape.</source>
        <translation>{count}的权重完全不同：这是形状相同的另一个模型。</translation>
    </message>
    <message>
        <source>{count} have other weights altogether: this is another model.</source>
        <translation>{count}的权重完全不同：这是另一个模型。</translation>
    </message>
    <message>
        <source>{count} keys carry the adapter&apos;s name {name}</source>
        <translation>{count} 个键带有适配器名称 {name}</translation>
    </message>
    <message>
        <source>{count} keys carry the prefix base_model.model twice.</source>
        <translation>{count} 个键带有两次 base_model.model 前缀。</translation>
    </message>
    <message>
        <source>{count} keys carry the wrapper segment {segment}.</source>
        <translation>{count} 个键带有外层名称段 {segment}。</translation>
    </message>
    <message>
        <source>{count} keys lack the prefix base_model.model.</source>
        <translation>{count} 个键缺少 base_model.model 前缀。</translation>
    </message>
    <message>
        <source>{count} matrices end in zeros after the first {halves}th of their rows: one shard of {halves} was saved.</source>
        <translation>{count} 个矩阵在前 1/{halves} 的行之后全为零：只保存了 {halves} 个分片中的一个。</translation>
    </message>
    <message>
        <source>{count} modules have only one half of their A/B pair.</source>
        <translation>{count} 个模块只有 A/B 对中的一半。</translation>
    </message>
    <message>
        <source>{count} of {compared} weights differ from the base before by a change{of_rank}, as a merged LoRA leaves it.</source>
        <translation>{compared} 个权重中有 {count} 个与之前的基座相差一个改动{of_rank}，如同合并 LoRA 所留下的那样。</translation>
    </message>
    <message>
        <source>{count} of {compared} weights that the adapter changes have nothing in common with the base before.</source>
        <translation>适配器所改动的 {compared} 个权重中，有 {count} 个与之前的基座毫无共同之处。</translation>
    </message>
    <message>
        <source>{count} of {count2} adapted modules were measured alone, each on {samples} unit Gaussian inputs (seed {seed}). Inputs in the model are not Gaussian: this is no measurement of its outputs.</source>
        <translation>{count2} 个受适配的模块中单独测量了 {count} 个，每个使用 {samples} 个单位高斯输入（种子 {seed}）。模型中的输入并非高斯分布：这不是对其输出的测量。</translation>
    </message>
    <message>
        <source>{count} of {count2} tensors are stored as {dtype}, which the loader casts without a word.</source>
        <translation>{count2} 个张量中有 {count} 个以 {dtype} 存储，加载器会毫无提示地转换。</translation>
    </message>
    <message>
        <source>{count} of {count2} tensors hold NaN or infinity.</source>
        <translation>{count2} 个张量中有 {count} 个含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>{count} of {count2} tensors name modules that the base does not have.</source>
        <translation>{count2} 个张量中有 {count} 个指向基座没有的模块。</translation>
    </message>
    <message>
        <source>{count} of {count2} trained token ids stand for other tokens: {shown}{more}.</source>
        <translation>{count2} 个经训练的词元 id 中有 {count} 个对应其他词元：{shown}{more}。</translation>
    </message>
    <message>
        <source>{count} of {count2} weight files that {index} names are missing: {named}.</source>
        <translation>{index} 所列的 {count2} 个权重文件中缺少 {count} 个：{named}。</translation>
    </message>
    <message>
        <source>{count} of {count2} weight files that {index} names are not in {source}: {absent}.</source>
        <translation>{index} 所列的 {count2} 个权重文件中有 {count} 个不在 {source} 中：{absent}。</translation>
    </message>
    <message>
        <source>{count} of {n} examples ({share} %, 95 % interval {low} to {high} %)</source>
        <translation>{n} 个样本中的 {count} 个（{share} %，95 % 区间 {low} 至 {high} %）</translation>
    </message>
    <message>
        <source>{count} of {n} golden examples were right before and are wrong now.</source>
        <translation>{n} 个黄金样本中有 {count} 个之前正确、现在错误。</translation>
    </message>
    <message>
        <source>{count} of {total} lora_B matrices are zero: these modules add nothing.</source>
        <translation>{total} 个 lora_B 矩阵中有 {count} 个为零：这些模块不产生增量。</translation>
    </message>
    <message>
        <source>{count} of {total} target modules</source>
        <translation>{total} 个目标模块中的 {count} 个</translation>
    </message>
    <message>
        <source>{count} slots stay empty</source>
        <translation>{count} 个槽位为空</translation>
    </message>
    <message>
        <source>{count} slots stay empty.</source>
        <translation>{count} 个槽位为空。</translation>
    </message>
    <message>
        <source>{count} tensors are empty or flattened.</source>
        <translation>{count} 个张量为空或被展平。</translation>
    </message>
    <message>
        <source>{count} tensors are in the file a second time, for slots that others of it fill.</source>
        <translation>{count} 个张量在文件中重复出现，其槽位已由文件中的其他张量填充。</translation>
    </message>
    <message>
        <source>{count} tensors belong to modules that adapter_config.json leaves out.</source>
        <translation>{count} 个张量属于 adapter_config.json 未列入的模块。</translation>
    </message>
    <message>
        <source>{count} tensors belong to single experts; this base holds all experts of a layer in one tensor.</source>
        <translation>{count} 个张量属于单个专家；此基座将一层的所有专家放在一个张量中。</translation>
    </message>
    <message>
        <source>{count} tensors have rank {found}, adapter_config.json says {declared}.</source>
        <translation>{count} 个张量的秩为 {found}，adapter_config.json 写的是 {declared}。</translation>
    </message>
    <message>
        <source>{count} tensors of single experts do not make up the fused tensors of this base: some experts are absent, or of another rank.</source>
        <translation>{count} 个单个专家的张量无法拼成此基座的合并张量：有专家缺失，或秩不同。</translation>
    </message>
    <message>
        <source>{count} tensors overwrite weights of the base.</source>
        <translation>{count} 个张量覆盖基座的权重。</translation>
    </message>
    <message>
        <source>{count} tensors, {size}, but laid out for {format}, not for PEFT.</source>
        <translation>{count} 个张量，{size}，但按 {format} 而非 PEFT 布局。</translation>
    </message>
    <message>
        <source>{count} tensors, {size}, file whole, no pickle.</source>
        <translation>{count} 个张量，{size}，文件完整，非 pickle。</translation>
    </message>
    <message>
        <source>{count} tensors, {size}, in a pickle: read here without unpickling.</source>
        <translation>{count} 个张量，{size}，位于 pickle 文件中：此处读取时未反序列化。</translation>
    </message>
    <message>
        <source>{count} tokens are found in texts in another way: {names}.</source>
        <translation>{count} 个词元在文本中的识别方式不同：{names}。</translation>
    </message>
    <message>
        <source>{count} trained biases or embeddings replace the base&apos;s own, also with the adapter disabled.</source>
        <translation>{count} 个经训练的偏置或嵌入替换了基座自身的，关闭适配器后也是如此。</translation>
    </message>
    <message>
        <source>{count} trained token rows</source>
        <translation>{count} 个经训练的词元行</translation>
    </message>
    <message>
        <source>{count} weights are</source>
        <translation>{count} 个权重</translation>
    </message>
    <message>
        <source>{differing} of {samples} sample texts encode otherwise</source>
        <translation>{samples} 段样例文本中有 {differing} 段编码不同</translation>
    </message>
    <message>
        <source>{differing} of {samples} sample texts encode to other ids: the adapter was trained on other input than it would get.</source>
        <translation>{samples} 段样例文本中有 {differing} 段编码为不同的 id：适配器训练时的输入与将会得到的不同。</translation>
    </message>
    <message>
        <source>{endpoint} did not answer in time.</source>
        <translation>{endpoint} 未及时应答。</translation>
    </message>
    <message>
        <source>{field} is {recorded} in the adapter; this base has {wanted}.</source>
        <translation>{field} 在适配器中为 {recorded}，此基座为 {wanted}。</translation>
    </message>
    <message>
        <source>{file} became shorter while it was read.</source>
        <translation>{file} 在读取过程中变短。</translation>
    </message>
    <message>
        <source>{file} is larger than the {limit} that any such answer needs</source>
        <translation>{file} 超过此类应答所需的 {limit}</translation>
    </message>
    <message>
        <source>{format} layout</source>
        <translation>{format} 布局</translation>
    </message>
    <message>
        <source>{golden} were right with {before_name} and are wrong with {after_name}.</source>
        <translation>{golden}在 {before_name} 上正确，在 {after_name} 上错误。</translation>
    </message>
    <message>
        <source>{ignored} in the files of the base but would be ignored: {ignored2}.</source>
        <translation>基座文件中有{ignored}会被忽略：{ignored2}。</translation>
    </message>
    <message>
        <source>{key} has another shape or dtype in the copy.</source>
        <translation>{key} 在副本中的形状或类型不同。</translation>
    </message>
    <message>
        <source>{key} has other values in the copy.</source>
        <translation>{key} 在副本中的数值不同。</translation>
    </message>
    <message>
        <source>{key} is not in the file.</source>
        <translation>{key} 不在文件中。</translation>
    </message>
    <message>
        <source>{landed} landed</source>
        <translation>{landed} 已落位</translation>
    </message>
    <message>
        <source>{landed} of {file}</source>
        <translation>{landed} / {file}</translation>
    </message>
    <message>
        <source>{leaf} is {found} wide in the adapter, {wanted} in the base</source>
        <translation>{leaf} 的宽度：适配器中为 {found}，基座中为 {wanted}</translation>
    </message>
    <message>
        <source>{lock_file} cannot be used: {error}.</source>
        <translation>无法使用 {lock_file}：{error}。</translation>
    </message>
    <message>
        <source>{lock_file} was written for another configuration of this adapter: lock it again.</source>
        <translation>{lock_file} 是为此适配器的另一份配置写出的：请重新锁定。</translation>
    </message>
    <message>
        <source>{lock_file} was written for other weights of this adapter: lock it again on its base.</source>
        <translation>{lock_file} 是为此适配器的其他权重写出的：请在其基座上重新锁定。</translation>
    </message>
    <message>
        <source>{lost} of {file} tensors are dropped{unsaid}</source>
        <translation>{file} 个张量中有 {lost} 个被丢弃{unsaid}</translation>
    </message>
    <message>
        <source>{mismatched} mismatched</source>
        <translation>{mismatched} 形状不符</translation>
    </message>
    <message>
        <source>{missing} missing</source>
        <translation>{missing} 缺失</translation>
    </message>
    <message>
        <source>{missing} missing from the files of the base and would be random: {missing2}.</source>
        <translation>基座文件中缺少{missing}，其值将是随机的：{missing2}。</translation>
    </message>
    <message>
        <source>{module} has another product B·A in the copy.</source>
        <translation>{module} 在副本中的乘积 B·A 不同。</translation>
    </message>
    <message>
        <source>{moved} have other ids than in the base ({shown})</source>
        <translation>{moved}的 id 与基座中的不同（{shown}）</translation>
    </message>
    <message>
        <source>{moved} of {count} modules</source>
        <translation>{count} 个模块中有 {moved} 个</translation>
    </message>
    <message>
        <source>{moved}, within the noise floor: the same prompt twice differs by {noise_floor}</source>
        <translation>{moved}，在噪声基底之内：同一提示词两次运行相差 {noise_floor}</translation>
    </message>
    <message>
        <source>{moved}, within the rounding of {dtype} ({rounding})</source>
        <translation>{moved}，在 {dtype} 的舍入误差之内（{rounding}）</translation>
    </message>
    <message>
        <source>{name} and its files do not belong together: {count} of {count2} tensors are not where it says, among them {absent}.</source>
        <translation>{name} 与其文件不相配：{count2} 个张量中有 {count} 个不在所述位置，其中有 {absent}。</translation>
    </message>
    <message>
        <source>{name} and {number} more</source>
        <translation>{name} 和另外 {number} 处</translation>
    </message>
    <message>
        <source>{name} announces a header of {length} bytes, above the limit of 100,000,000.</source>
        <translation>{name} 声明文件头为 {length} 字节，超过 100,000,000 的上限。</translation>
    </message>
    <message>
        <source>{name} became shorter while it was read.</source>
        <translation>{name} 在读取过程中变短。</translation>
    </message>
    <message>
        <source>{name} belongs to a base model.</source>
        <translation>{name} 属于基座模型。</translation>
    </message>
    <message>
        <source>{name} belongs to an adapter.</source>
        <translation>{name} 属于适配器。</translation>
    </message>
    <message>
        <source>{name} cannot be built from this config.json: {error}</source>
        <translation>无法由此 config.json 构建 {name}：{error}</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {reason}.</source>
        <translation>无法打开 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {strerror}.</source>
        <translation>无法打开 {name}：{strerror}。</translation>
    </message>
    <message>
        <source>{name} cannot be written in {parent}: {strerror}.</source>
        <translation>无法在 {parent} 中写入 {name}：{strerror}。</translation>
    </message>
    <message>
        <source>{name} computes with the base&apos;s values when it sets up {peft_type}; that is not done for a base of {value} billion parameters.</source>
        <translation>{name} 在设置 {peft_type} 时要用基座的数值计算；对 {value} 十亿参数的基座不做此计算。</translation>
    </message>
    <message>
        <source>{name} does not begin as a .safetensors file does</source>
        <translation>{name} 的开头不是 .safetensors 文件</translation>
    </message>
    <message>
        <source>{name} has adapter weights but no {adapter_config}; no loader works without it.</source>
        <translation>{name} 有适配器权重却没有 {adapter_config}；没有它，任何加载器都无法工作。</translation>
    </message>
    <message>
        <source>{name} has model weights but no config.json; transformers cannot build the model without.</source>
        <translation>{name} 有模型权重却没有 config.json；没有它，transformers 无法构建模型。</translation>
    </message>
    <message>
        <source>{name} has no config.json.</source>
        <translation>{name} 没有 config.json。</translation>
    </message>
    <message>
        <source>{name} has no weights: neither adapter_model.safetensors nor adapter_model.bin lies beside {adapter_config}, only {in_words}.</source>
        <translation>{name} 没有权重：{adapter_config} 旁既无 adapter_model.safetensors 也无 adapter_model.bin，只有 {in_words}。</translation>
    </message>
    <message>
        <source>{name} has weights ({weights}) but no config.json.</source>
        <translation>{name} 有权重（{weights}）却没有 config.json。</translation>
    </message>
    <message>
        <source>{name} has {file_size} bytes; a safetensors file begins with an 8-byte length.</source>
        <translation>{name} 只有 {file_size} 字节；safetensors 文件以 8 字节的长度开头。</translation>
    </message>
    <message>
        <source>{name} has {size}, more than any such file needs, and was not read.</source>
        <translation>{name} 为 {size}，大于此类文件所需，因此未读取。</translation>
    </message>
    <message>
        <source>{name} has {size}; a golden set may have 16 MB.</source>
        <translation>{name} 为 {size}；黄金集最大 16 MB。</translation>
    </message>
    <message>
        <source>{name} has {weights} but no {adapter_config}.</source>
        <translation>{name} 有 {weights}，却没有 {adapter_config}。</translation>
    </message>
    <message>
        <source>{name} holds GGUF models and no config.json.</source>
        <translation>{name} 中是 GGUF 模型，没有 config.json。</translation>
    </message>
    <message>
        <source>{name} holds GGUF models and no config.json; drop the file itself: {first}.</source>
        <translation>{name} 中是 GGUF 模型，没有 config.json；请直接拖入文件：{first}。</translation>
    </message>
    <message>
        <source>{name} holds adapter tensors, but no loader finds it under this name.</source>
        <translation>{name} 含有适配器张量，但以此名称任何加载器都找不到它。</translation>
    </message>
    <message>
        <source>{name} holds config.json.</source>
        <translation>{name} 中有 config.json。</translation>
    </message>
    <message>
        <source>{name} holds more than {max_examples} examples.</source>
        <translation>{name} 的样本超过 {max_examples} 个。</translation>
    </message>
    <message>
        <source>{name} holds neither {adapter_config} nor config.json. {expected}</source>
        <translation>{name} 中既无 {adapter_config} 也无 config.json。{expected}</translation>
    </message>
    <message>
        <source>{name} holds no adapter: no tensor in it is named like one.</source>
        <translation>{name} 中没有适配器：没有张量的名称像适配器。</translation>
    </message>
    <message>
        <source>{name} holds no examples.</source>
        <translation>{name} 中没有样本。</translation>
    </message>
    <message>
        <source>{name} holds no tensors; it could be anything.</source>
        <translation>{name} 不含张量，无法判断是什么。</translation>
    </message>
    <message>
        <source>{name} holds {adapter_config} and config.json; it is taken as an adapter.</source>
        <translation>{name} 中同时有 {adapter_config} 和 config.json，按适配器处理。</translation>
    </message>
    <message>
        <source>{name} holds {count} tensors, none of them named like an adapter&apos;s.</source>
        <translation>{name} 含有 {count} 个张量，没有一个的名称像适配器。</translation>
    </message>
    <message>
        <source>{name} in the adapter has {shape} rows; the new tokenizer needs {needed}.</source>
        <translation>适配器中的 {name} 有 {shape} 行；新分词器需要 {needed} 行。</translation>
    </message>
    <message>
        <source>{name} is a GGUF model.</source>
        <translation>{name} 是 GGUF 模型。</translation>
    </message>
    <message>
        <source>{name} is a Git LFS pointer, not the file itself, which has {size} and SHA-256 {sha256}.</source>
        <translation>{name} 是 Git LFS 指针而非文件本身，后者为 {size}，SHA-256 为 {sha256}。</translation>
    </message>
    <message>
        <source>{name} is a JSON file, but no configuration of an adapter or a model.</source>
        <translation>{name} 是 JSON 文件，但不是适配器或模型的配置。</translation>
    </message>
    <message>
        <source>{name} is a base model (config.json, no {adapter_config}), not an adapter.</source>
        <translation>{name} 是基座模型（有 config.json，无 {adapter_config}），不是适配器。</translation>
    </message>
    <message>
        <source>{name} is a diffusers pipeline, which is several models.</source>
        <translation>{name} 是 diffusers 管线，由多个模型组成。</translation>
    </message>
    <message>
        <source>{name} is a diffusers pipeline; drop the folder of one of its models.</source>
        <translation>{name} 是 diffusers 管线；请拖入其中一个模型的文件夹。</translation>
    </message>
    <message>
        <source>{name} is a link that leads nowhere.</source>
        <translation>{name} 是失效的链接。</translation>
    </message>
    <message>
        <source>{name} is a link to a file outside the folder, and was not followed.</source>
        <translation>{name} 是指向文件夹之外的链接，未跟随。</translation>
    </message>
    <message>
        <source>{name} is a model&apos;s configuration.</source>
        <translation>{name} 是模型的配置。</translation>
    </message>
    <message>
        <source>{name} is a training checkpoint without an adapter (no {adapter_config}).</source>
        <translation>{name} 是不含适配器的训练检查点（无 {adapter_config}）。</translation>
    </message>
    <message>
        <source>{name} is a training checkpoint without an adapter; call save_pretrained on the model.</source>
        <translation>{name} 是不含适配器的训练检查点；请对模型调用 save_pretrained。</translation>
    </message>
    <message>
        <source>{name} is a web page (HTML), not {expected}.</source>
        <translation>{name} 是网页（HTML），而不是 {expected}。</translation>
    </message>
    <message>
        <source>{name} is an adapter in GGUF, which is made for llama.cpp; drop the original.</source>
        <translation>{name} 是 GGUF 格式的适配器，用于 llama.cpp；请拖入原始适配器。</translation>
    </message>
    <message>
        <source>{name} is an adapter&apos;s configuration, but loaders know only {adapter_config}.</source>
        <translation>{name} 是适配器的配置，但加载器只认 {adapter_config}。</translation>
    </message>
    <message>
        <source>{name} is an adapter, not a base model.</source>
        <translation>{name} 是适配器，不是基座模型。</translation>
    </message>
    <message>
        <source>{name} is an empty folder.</source>
        <translation>{name} 是空文件夹。</translation>
    </message>
    <message>
        <source>{name} is cut off inside its header: at least {missing} are missing.</source>
        <translation>{name} 在文件头内被截断：至少缺少 {missing}。</translation>
    </message>
    <message>
        <source>{name} is empty (0 bytes).</source>
        <translation>{name} 为空（0 字节）。</translation>
    </message>
    <message>
        <source>{name} is empty, or a single number.</source>
        <translation>{name} 为空，或只是单个数字。</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} 为空。</translation>
    </message>
    <message>
        <source>{name} is no adapter itself but holds some: {listed}. Drop one of them.</source>
        <translation>{name} 本身不是适配器，但其中有：{listed}。请拖入其中之一。</translation>
    </message>
    <message>
        <source>{name} is no adapter itself; it holds {children} in sub-folders.</source>
        <translation>{name} 本身不是适配器；其子文件夹中有 {children}。</translation>
    </message>
    <message>
        <source>{name} is no adapter: there is no {adapter_config} in it, only {in_words}.</source>
        <translation>{name} 不是适配器：其中没有 {adapter_config}，只有 {in_words}。</translation>
    </message>
    <message>
        <source>{name} is no base model itself; its sub-folders are: {list}.</source>
        <translation>{name} 本身不是基座模型；其子文件夹为：{list}。</translation>
    </message>
    <message>
        <source>{name} is no base model: there is no config.json in it, only {in_words}.</source>
        <translation>{name} 不是基座模型：其中没有 config.json，只有 {in_words}。</translation>
    </message>
    <message>
        <source>{name} is no model itself but holds some: {listed}. Drop one of them.</source>
        <translation>{name} 本身不是模型，但其中有：{listed}。请拖入其中之一。</translation>
    </message>
    <message>
        <source>{name} is not JSON</source>
        <translation>{name} 不是 JSON</translation>
    </message>
    <message>
        <source>{name} is not a base model.</source>
        <translation>{name} 不是基座模型。</translation>
    </message>
    <message>
        <source>{name} is not a file.</source>
        <translation>{name} 不是文件。</translation>
    </message>
    <message>
        <source>{name} is not a model&apos;s config.json: it names no model_type and no sizes.</source>
        <translation>{name} 不是模型的 config.json：未注明 model_type 和尺寸。</translation>
    </message>
    <message>
        <source>{name} is not among the model classes of transformers {value}.</source>
        <translation>{name} 不在 transformers {value} 的模型类之中。</translation>
    </message>
    <message>
        <source>{name} is not part of an adapter.</source>
        <translation>{name} 不属于适配器。</translation>
    </message>
    <message>
        <source>{name} is not stored in one piece, and was not read.</source>
        <translation>{name} 未连续存储，因此没有读取。</translation>
    </message>
    <message>
        <source>{name} is not valid JSON: {reason}.</source>
        <translation>{name} 不是有效的 JSON：{reason}。</translation>
    </message>
    <message>
        <source>{name} is recorded at {revision}, a name that can move to another commit.</source>
        <translation>记录的是 {name} 的 {revision}，该名称可能移到另一个提交。</translation>
    </message>
    <message>
        <source>{name} is recorded without a revision.</source>
        <translation>记录的是 {name}，没有修订版本。</translation>
    </message>
    <message>
        <source>{name} is stored as {dtype}, which holds no floating-point numbers.</source>
        <translation>{name} 以 {dtype} 存储，不是浮点数。</translation>
    </message>
    <message>
        <source>{name} is the index of a model&apos;s weights.</source>
        <translation>{name} 是模型权重的索引。</translation>
    </message>
    <message>
        <source>{name} is too large to be read ({parameters} values).</source>
        <translation>{name} 过大而无法读取（{parameters} 个值）。</translation>
    </message>
    <message>
        <source>{name} is {looks_like}, not {expected}.</source>
        <translation>{name} 是 {looks_like}，而不是 {expected}。</translation>
    </message>
    <message>
        <source>{number} in {key}</source>
        <translation>{number}，位于 {key}</translation>
    </message>
    <message>
        <source>{number} lines</source>
        <translation>{number} 行</translation>
    </message>
    <message>
        <source>{number} tensor</source>
        <translation>{number} 个张量</translation>
    </message>
    <message>
        <source>{number} token</source>
        <translation>{number} 个词元</translation>
    </message>
    <message>
        <source>{number} tokens</source>
        <translation>{number} 个词元</translation>
    </message>
    <message>
        <source>{number} was {value}, is {value2}</source>
        <translation>{number} 原为 {value}，现为 {value2}</translation>
    </message>
    <message>
        <source>{orphaned} orphaned</source>
        <translation>{orphaned} 无槽位</translation>
    </message>
    <message>
        <source>{overwrites_base} overwrite the base</source>
        <translation>{overwrites_base} 覆盖基座</translation>
    </message>
    <message>
        <source>{overwrites_base} tensors overwrite the base</source>
        <translation>{overwrites_base} 个张量覆盖基座</translation>
    </message>
    <message>
        <source>{path} holds chats (messages), and here only texts can be taken.</source>
        <translation>{path} 含有对话（messages），而此处只接受文本。</translation>
    </message>
    <message>
        <source>{path} holds {count} prompts.</source>
        <translation>{path} 含有 {count} 个提示词。</translation>
    </message>
    <message>
        <source>{path} is larger than 1 MB.</source>
        <translation>{path} 大于 1 MB。</translation>
    </message>
    <message>
        <source>{peft_type} adapters need the real loader&apos;s answer.</source>
        <translation>{peft_type} 适配器需要由真正的加载器判断。</translation>
    </message>
    <message>
        <source>{peft_type} needs a package that is not installed here: {missing}</source>
        <translation>{peft_type} 需要此处未安装的软件包：{missing}</translation>
    </message>
    <message>
        <source>{prompt} (with trained tokens)</source>
        <translation>{prompt}（含所训练的词元）</translation>
    </message>
    <message>
        <source>{python} -m pip install {list}</source>
        <translation>{python} -m pip install {list}</translation>
    </message>
    <message>
        <source>{reason} Measure on a larger device, or module by module (--modules).</source>
        <translation>{reason} 请换用更大的设备测量，或逐个模块测量。</translation>
    </message>
    <message>
        <source>{repo_id} has no .safetensors weights; others are not read from afar.</source>
        <translation>{repo_id} 没有 .safetensors 权重；远程不读取其他格式。</translation>
    </message>
    <message>
        <source>{repo_id} has no revision {value}.</source>
        <translation>{repo_id} 没有修订版本 {value}。</translation>
    </message>
    <message>
        <source>{repo_id} is gated: access must be granted.</source>
        <translation>{repo_id} 受限：须获得访问许可。</translation>
    </message>
    <message>
        <source>{sentence} where the adapter reaches {reach}{further}.</source>
        <translation>{sentence}，而适配器的作用幅度为 {reach}{further}。</translation>
    </message>
    <message>
        <source>{share} act</source>
        <translation>{share}起作用</translation>
    </message>
    <message>
        <source>{shown} and {value} more</source>
        <translation>{shown}，另有 {value} 个</translation>
    </message>
    <message>
        <source>{shown} is not a file of an adapter or a model. {expected}</source>
        <translation>{shown} 不是适配器或模型的文件。{expected}</translation>
    </message>
    <message>
        <source>{site} broke off in the middle of its answer.</source>
        <translation>{site} 的应答中途中断。</translation>
    </message>
    <message>
        <source>{site} could not be asked ({name}).</source>
        <translation>无法查询 {site}（{name}）。</translation>
    </message>
    <message>
        <source>{site} could not be reached.</source>
        <translation>无法连接 {site}。</translation>
    </message>
    <message>
        <source>{site} does not accept the log-in kept here.</source>
        <translation>{site} 不接受本机保存的登录信息。</translation>
    </message>
    <message>
        <source>{site} does not let this log-in read {repo_id}.</source>
        <translation>{site} 不允许此登录读取 {repo_id}。</translation>
    </message>
    <message>
        <source>{site} has no model {repo_id}.</source>
        <translation>{site} 上没有模型 {repo_id}。</translation>
    </message>
    <message>
        <source>{site} has trouble of its own (HTTP {status}).</source>
        <translation>{site} 自身出现故障（HTTP {status}）。</translation>
    </message>
    <message>
        <source>{site} refused the request (HTTP {status}).</source>
        <translation>{site} 拒绝了请求（HTTP {status}）。</translation>
    </message>
    <message>
        <source>{site} refuses more requests for now.</source>
        <translation>{site} 暂时拒绝更多请求。</translation>
    </message>
    <message>
        <source>{source} has no config.json, and so is no model that transformers can build.</source>
        <translation>{source} 没有 config.json，因此不是 transformers 能构建的模型。</translation>
    </message>
    <message>
        <source>{source} has no file {file}.</source>
        <translation>{source} 没有文件 {file}。</translation>
    </message>
    <message>
        <source>{source} holds GGUF models, which are not read from afar.</source>
        <translation>{source} 中是 GGUF 模型，不作远程读取。</translation>
    </message>
    <message>
        <source>{source} is a diffusers pipeline, which is several models.</source>
        <translation>{source} 是 diffusers 管线，由多个模型组成。</translation>
    </message>
    <message>
        <source>{source} is an adapter, not a base model.</source>
        <translation>{source} 是适配器，不是基座模型。</translation>
    </message>
    <message>
        <source>{source} is neither a path here nor in the local Hub cache.</source>
        <translation>{source} 既不是本机路径，也不在本机 Hub 缓存中。</translation>
    </message>
    <message>
        <source>{source} is not complete in the local Hub cache, and HF_HUB_OFFLINE keeps this offline.</source>
        <translation>{source} 在本机 Hub 缓存中不完整，而 HF_HUB_OFFLINE 使其保持离线。</translation>
    </message>
    <message>
        <source>{token} (no id)</source>
        <translation>{token}（无 id）</translation>
    </message>
    <message>
        <source>{told}The weights of {source} are not here; to measure: {fetch}</source>
        <translation>{told}{source} 的权重不在本机；如需测量：{fetch}</translation>
    </message>
    <message>
        <source>{unknown} unknown</source>
        <translation>{unknown} 未知</translation>
    </message>
    <message>
        <source>{value} % of the bytes are full tensors, not low-rank ones; the largest is {key}.</source>
        <translation>{value} % 的字节是完整张量而非低秩张量；最大的是 {key}。</translation>
    </message>
    <message>
        <source>{value} {value2} a row that neither the base nor the adapter trained, and every chat uses it.</source>
        <translation>{value} {value2}一行未经基座或适配器训练，而每次对话都会用到它。</translation>
    </message>
    <message>
        <source>{value} {value2} a row that neither the base nor the adapter trained.</source>
        <translation>{value} {value2}一行未经基座或适配器训练。</translation>
    </message>
    <message>
        <source>{value} {way} both {names} and {names2}.</source>
        <translation>{value} {way} both {names} and {names2}.</translation>
    </message>
    <message>
        <source>{value}; every forward pass moves {streamed}, </source>
        <translation>{value}；每次前向计算搬移 {streamed}，</translation>
    </message>
    <message>
        <source>{value}{msg}, line {lineno} column {colno}</source>
        <translation>{value}{msg}，第 {lineno} 行第 {colno} 列</translation>
    </message>
    <message>
        <source>{verdict} on both {names} and {names2}.</source>
        <translation>在 {names} 和 {names2} 上均{verdict}。</translation>
    </message>
    <message>
        <source>{verdict} on {names}; {verdict2} on {names2}.</source>
        <translation>在 {names} 上{verdict}，在 {names2} 上{verdict2}。</translation>
    </message>
    <message>
        <source>{verdict} with both {names} and {names2}.</source>
        <translation>{names} 和 {names2} 均{verdict}。</translation>
    </message>
    <message>
        <source>{verdict} with {names}; {verdict2} with {names2}.</source>
        <translation>{names} {verdict}，{names2} {verdict2}。</translation>
    </message>
    <message>
        <source>{what} came compressed, which was not asked for</source>
        <translation>{what} 以未请求的压缩形式到达</translation>
    </message>
    <message>
        <source>{what} came with HTTP {status_code}</source>
        <translation>{what} 返回 HTTP {status_code}</translation>
    </message>
    <message>
        <source>{what} did not come with the size that it is listed with</source>
        <translation>{what} 的大小与列出的不同</translation>
    </message>
    <message>
        <source>{where} holds half a Unicode character.</source>
        <translation>{where} 中有半个 Unicode 字符。</translation>
    </message>
    <message>
        <source>{where} holds no chat.</source>
        <translation>{where} 中没有对话。</translation>
    </message>
    <message>
        <source>{where} holds no prompt.</source>
        <translation>{where} 中没有提示词。</translation>
    </message>
    <message>
        <source>{where} is not JSON.</source>
        <translation>{where} 不是 JSON。</translation>
    </message>
    <message>
        <source>{why}{call} loads it without an error.</source>
        <translation>{why}{call} 加载时没有报错。</translation>
    </message>
    <message>
        <source>{why}{call} raises {type}; nothing is served.</source>
        <translation>{why}{call} 报出 {type}，无法部署。</translation>
    </message>
    <message>
        <source>{word} cannot be of severity {level}{where}.</source>
        <translation>{word} 的严重程度不能为 {level}{where}。</translation>
    </message>
    <message>
        <source>ΔW is what the adapter adds to a module&apos;s weight W, with its scale in it, worked out from its factors without ever forming it. Frobenius norms; stable rank = ‖ΔW‖² / σ₁²; effective rank = exp of the entropy of σ / Σσ (Roy &amp; Vetterli 2007); σ₁ share = σ₁² / Σσ².</source>
        <translation>ΔW 是适配器给模块权重 W 的增量（含缩放），由其因子直接算出而无须构造该矩阵。采用 Frobenius 范数；稳定秩 = ‖ΔW‖² / σ₁²；有效秩 = σ / Σσ 的熵取指数（Roy &amp; Vetterli 2007）；σ₁ 占比 = σ₁² / Σσ²。</translation>
    </message>
</context>
</TS>
