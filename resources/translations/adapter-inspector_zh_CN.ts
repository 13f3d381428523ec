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
        <source>Base model</source>
        <translation>基座模型</translation>
    </message>
    <message>
        <source>Base moved</source>
        <translation>基座变动</translation>
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
        <source>Theme, start, network, folders</source>
        <translation>主题、启动、网络、文件夹</translation>
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
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>acts</source>
        <translation>起作用</translation>
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
        <source>{} alike</source>
        <translation>{} 个相同</translation>
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
        <source>{} on {}</source>
        <translation>{} · {}</translation>
    </message>
    <message>
        <source>{} on {} bases</source>
        <translation>{} · {} 个基座</translation>
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
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
    <message>
        <source>{}: {} not finite</source>
        <translation>{}：{} 非有限</translation>
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
        <source>This expression cannot be used: {}</source>
        <translation>无法使用此表达式：{}</translation>
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
        <translation>负翻转 {}：{2} 个样本中有 {1} 个之前正确、之后错误</translation>
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
        <translation>试加载…</translation>
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
        <source>Looking …</source>
        <translation>正在查找…</translation>
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
        <source>Adapters in the Hub cache, in your folders, and those opened lately.</source>
        <translation>Hub 缓存和所选文件夹中的适配器，以及最近打开过的适配器。</translation>
    </message>
    <message>
        <source>Adapters on this machine</source>
        <translation>本机上的适配器</translation>
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
        <source>Filter  Ctrl+F</source>
        <translation>筛选  Ctrl+F</translation>
    </message>
    <message>
        <source>Filter adapters</source>
        <translation>筛选适配器</translation>
    </message>
    <message>
        <source>Folder with adapters</source>
        <translation>存放适配器的文件夹</translation>
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
        <source>No base at hand, no revision, no model card, no training data or owner named</source>
        <translation>缺少基座、修订版本、模型卡片、训练数据或负责人</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
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
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Stopped before any adapter was found.</source>
        <translation>在找到任何适配器之前已停止。</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Adapter Inspector</source>
        <translation>Adapter Inspector</translation>
    </message>
    <message>
        <source>dry run failed</source>
        <translation>试加载失败</translation>
    </message>
    <message>
        <source>{} on {}: {}</source>
        <translation>{} 用于 {}：{}</translation>
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
    <name>Opening</name>
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
        <source>Choose a golden set first</source>
        <translation>请先选择黄金集</translation>
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
        <source>Open another…</source>
        <translation>打开其他…</translation>
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
        <source>Save the comparison</source>
        <translation>保存比较结果</translation>
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
        <source>No problem to go to</source>
        <translation>没有可跳转的问题</translation>
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
</TS>
