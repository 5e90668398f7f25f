/** The page's own words. Those of operations come from their declarations. */
import { say, type Language, type Sentence } from '../core/spec/sentence.ts';

/** Everything the page says, by what it is for. */
export const WORDS = {
  title: say('Picture viewer', '图片处理查看器'),
  picture: say('Picture', '图片'),
  bucket: say('Bucket', '存储空间'),
  key: say('Key', '对象名'),
  samples: say('Samples', '示例图片'),
  drop: say('Drop a picture here or choose one', '把图片拖到这里，或选择文件'),
  dropped: say('This picture is in the page only, and processed here.', '图片只在本页中，并在本页内处理。'),
  store: say('Store it', '存储'),
  stored: say('Stored.', '已存储。'),
  needsKey: say('An access key is needed for this.', '此操作需要访问密钥。'),
  list: say('List objects', '列出对象'),
  chain: say('Chain', '处理步骤'),
  add: say('Add a step', '添加步骤'),
  text: say('As text', '文本形式'),
  textHelp: say('What stands after x-oss-process=', 'x-oss-process= 之后的内容'),
  moveUp: say('Move up', '上移'),
  moveDown: say('Move down', '下移'),
  remove: say('Remove', '删除'),
  use: say('Use', '启用'),
  place: say('Place on the picture', '在图片上放置'),
  placeHelp: say('Drag on the picture; press Escape to leave.', '在图片上拖动；按 Esc 退出。'),
  unknown: say('No operation has this name.', '没有这个操作。'),
  examples: say('Examples', '示例'),
  undo: say('Undo', '撤销'),
  redo: say('Redo', '重做'),
  result: say('Result', '结果'),
  before: say('Before', '处理前'),
  after: say('After', '处理后'),
  compare: say('Share of the result that is shown', '结果所占比例'),
  size: say('Size', '尺寸'),
  bytes: say('Bytes', '字节数'),
  type: say('Type', '类型'),
  time: say('Time', '用时'),
  cache: say('Cache', '缓存'),
  plan: say('Plan', '计划'),
  planned: say('Planned size', '预计尺寸'),
  waiting: say('Waiting for the picture…', '正在等待图片……'),
  nothing: say('Choose a picture.', '请选择图片。'),
  broken: say('The chain has a mistake; nothing was sent.', '处理参数有误，未发送请求。'),
  info: say('Info', '图片信息'),
  hue: say('Average colour', '主色调'),
  copy: say('Copy', '复制'),
  copyAs: say('Copy as', '复制为'),
  copied: say('Copied.', '已复制。'),
  styles: say('Styles', '样式'),
  styleName: say('Name', '名称'),
  saveStyle: say('Save the chain as this style', '把当前步骤保存为此样式'),
  tryStyle: say('Try', '试用'),
  editStyle: say('Edit', '编辑'),
  rename: say('Rename', '重命名'),
  deleteStyle: say('Delete', '删除'),
  exportStyles: say('Export', '导出'),
  importStyles: say('Import', '导入'),
  access: say('Access key', '访问密钥'),
  accessHelp: say('Kept in this page’s memory only, and used to sign.', '只保存在本页内存中，用于签名。'),
  accessId: say('Key id', '密钥 ID'),
  accessSecret: say('Secret', '密钥'),
  language: say('中文', 'English'),
  documentation: say('Documentation', '文档'),
  none: say('none', '无'),
  fault: say('Refused', '被拒绝'),
} satisfies Readonly<Record<string, Sentence>>;

/** Something the page says. */
export type Word = keyof typeof WORDS;

/** The language of a reader whose browser asks for these, most wanted first. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === 'en' || tag === 'zh');
  return known === 'zh' ? 'zh' : 'en';
}

/**
 * The letters of a language are there. Waited for before its first word: Chromium leaves text blank that was laid out while
 * they were on their way. The English page shows two of the Chinese ones, in its switch.
 */
export async function lettersOf(language: Language): Promise<void> {
  await document.fonts.load("1em 'Viewer letters'", language === 'zh' ? '图' : '中').catch(() => []);
}
