//! Surnames that are read otherwise than the words they are written as, where a name follows or a word for a person.

use std::collections::HashMap;

use super::{
    context::is_border,
    syllable::{SyllableId, Syllables},
};
use tingxinwen_core::article::is_han;

/// Surnames and their readings.
const SURNAMES: [(&str, &str); 27] = [
    ("曾", "zeng1"),
    ("單单", "shan4"),
    ("解", "xie4"),
    ("查", "zha1"),
    ("任", "ren2"),
    ("華华", "hua4"),
    ("樂乐", "yue4"),
    ("仇", "qiu2"),
    ("區区", "ou1"),
    ("紀纪", "ji3"),
    ("葛", "ge3"),
    ("寧宁", "ning2"),
    ("盛", "sheng4"),
    ("燕", "yan1"),
    ("朴", "piao2"),
    ("繆缪", "miao4"),
    ("覃", "qin2"),
    ("蓋盖", "ge3"),
    ("召", "shao4"),
    ("應应", "ying1"),
    ("冼", "xian3"),
    ("卞", "bian4"),
    ("翟", "zhai2"),
    ("晁", "chao2"),
    ("祭", "zhai4"),
    ("員", "yun4"),
    ("相", "xiang4"),
];
/// Words for a person behind a surname: 曾姓男子, 曾男, 曾教授.
const PERSONS: [&str; 33] = [
    "嫌", "翁", "婦", "妇", "某", "母", "父", "妻", "童", "姊", "氏", "媽", "妈", "爸", "先生", "小姐",
    "女士", "太太", "同學", "同学", "老師", "老师", "教授", "兄弟", "姐妹", "醫師", "医师", "律師", "律师",
    "員", "员", "男", "女",
];
/// Titles behind 曾, which as an adverb stands before no noun; behind 任 they are what one serves as.
const TITLES: [&str; 34] = [
    "婆婆",
    "阿公",
    "阿伯",
    "家",
    "院長",
    "部長",
    "署長",
    "局長",
    "處長",
    "市長",
    "縣長",
    "鄉長",
    "鎮長",
    "里長",
    "校長",
    "主任",
    "委員",
    "立委",
    "議員",
    "董",
    "總",
    "教練",
    "導演",
    "記者",
    "檢察官",
    "法官",
    "所長",
    "隊長",
    "老闆",
    "奶奶",
    "爺爺",
    "阿嬤",
    "伯",
    "阿姨",
];
/// Behind 男 and 女 they make a word that is no person of that surname: 解女性.
const NO_PERSON: &str = "性生童友孩兒儿神星團团籃篮足單单雙双裝装鞋用方主排網网乒女";
/// Characters of given names in Taiwan.
const GIVEN: &str = "銘永俊豪文鼎喬沛慈寶儀蔭權仁峻岳溪志偉國城宗璽曉東惠容正萊學亮芝良鏞賢齊瑞祥淑芬美玲雅婷怡君佳穎欣宜蓁家瑋建宏明傑翰\
    冠宇承恩品睿柏彥廷宥軒詩涵晴思妤語彤芷萱郁雯娟秀英麗華玉蘭素珍碧霞月娥秋菊春梅金龍銀旺財福祿壽富貴榮昌盛興隆慶輝耀光德\
    義禮智信忠孝勇武斌成功達聖哲翔鵬飛虎鳳麟淇珊珠瑤琪琳瑜瓏萍蓮菁芳芸蕙若茹葉倩儒勳勝雄威鈞銓錦鎮鑫欽霖震霆雲雪嵐靖靜\
    韻馨駿騰凱恆慧憲懿敏敬政敦朝木村松林枝桂樹樺毅民江河治法泉泰洋洲浩海清淵源溫漢潔澤濤瀚炎炳煌照熙爵珮理瑄瑛瑩璇璋環甫\
    益盈真祐祖科程立竹筠節精純紹紘維綸綺緯翊翠聰育致茜茵菱葳蓉蔓薇蘋虹蜜裕西詠誠誼諺謙譽豐貞賓辰迪逸進遠邦采鈴鋒長雁霏\
    青韋順頌顥馥鴻麒黛之心大中天子安小山岑峰崇川巧希平年幸弘彬律念悅情意愛振揚新旭旻昀昆昇易星昭晉晏晨景晶暉暐朋杉杰柔桓\
    棋森楷榆毓汶沁沅泓津浚湘賽鈺秉孟季伯仲又友台生士元尚起超越奇能力可必博厚坤堂堅培基垣增士壬夢妍姿娜婉媛嫻嬌嬿紅綉紋絲\
    緻彰彩影庭康廉忻恬懋懷戎映曼朗棠楓楚榛樸樵歆殷沐泱湛滿漪潤熹燦爾玄玫珈珣珩琇琦琬瑾甯甄皓盟睦碩祺禎禾秦穗穠笙筑綾羽翎肇\
    舒艾芙芮苓茗荃荷莉莎菲萌蒂蓓蔚蕎薰藝蘊衍詣豫賀赫踐輔辛迎達邑鄉釗鉉鋐鎧鐘閎陞隆雍雋霓靈頤頡頻顏魁魯鳴儷偲億修倫傳允全兆\
    先克兒冬凡凌凝初劍加勁勤卉卓南博原及古吉向君吟含呈周和咏唯啟善嘉\
    妮強昱愷帥莞芯彗珮珺珞琁璁玹玟甯祈稚笛箴絜紓緹翌芃苡茉荻菀蒨蓓薏蘅錡閔陶霈驊鵑黎齡榕檉烽焜燁瑨璉璟晞晟晢曦昕旼昶昊昂忱恒愉懌拓捷旋朔梓棣\
    筱經棻榳檀沂沄洵渝湧溥漩澄澔濂濰瀅炫焱煒煥煬甄格爾矩孜淩凌采吟諾";
/// Characters in no given name: words of grammar, and verbs that follow 曾, 單, 解, 查 and 任.
const NO_GIVEN: &str = "的了是在和與也都就不把被將說為對從以之於等及很要會有個他她它我你其何這那還又才而或到去來上下中後前已再向往但憑由因如若\
    則即亦並更最只未沒無非先後曾經獲得見遭受稱指表示想試看問告訴請叫讓使做當任派擔開出入住用犯服幫參提主公發接赴考考量處罰抓打殺死傷買賣吃喝走跑飛\
    一二三四五六七八九十兩幾多少每各某人男女手機車門案鎖題決除圍體答釋散約釋剖讀密僱聘日月年元筆次張位名件";
/// Words of two characters of given names that follow 曾 and are no names.
const NO_NAMES: [&str; 27] = [
    "新麗", "成功", "正式", "公開", "大力", "有意", "得意", "安排", "立法", "達成", "成為", "進行", "一起",
    "先後", "意外", "長年", "中獎", "超越", "起源", "修法", "加入", "全力", "向來", "及時", "進入", "起飛",
    "長期",
];
/// What a name may follow: the end of a title or an office, words of speech, and words between names.
const BEFORE_NAMES: &str = "長员員人委授師师手星者生席統统理監监輝导導總总家將将士官姐妹哥叔民友裔名叫為为是和與与及任子兒儿婦妇母父妻夫女男團团隊队\
    祕秘書书演主播模王后導腳角家珍嫂爺帥總座姑選选尊紅红客醫医裁鋒锋問问使謀谋助持教僚練练由邀請请找陪跟括如";

/// Surnames by character.
pub(super) struct Surnames {
    readings: HashMap<char, SyllableId>,
}

impl Surnames {
    pub(super) fn load(syllables: &Syllables) -> Self {
        let mut readings = HashMap::new();
        for (letters, name) in SURNAMES {
            readings.extend(
                syllables.find(name).into_iter().flat_map(|id| letters.chars().map(move |c| (c, id))),
            );
        }
        Self { readings }
    }

    /// The reading of the character at `at` as a surname, where it is one. Inside a word only a 姓
    /// behind it tells.
    pub(super) fn reading(&self, text: &[char], at: usize, is_alone: Alone) -> Option<SyllableId> {
        let &surname = text.get(at)?;
        let &reading = self.readings.get(&surname)?;
        let is_told =
            text.get(at + 1) == Some(&'姓') && !text.get(at + 2).is_some_and(|c| matches!(c, '名' | '氏'));
        let is_name = match is_alone {
            Alone::Yes | Alone::WithTwo => {
                // 曾 is a word of its own, but never before a person; of the others many are: 梧棲區童醫院.
                (has_person(text, at) && (surname == '曾' || is_free(text, at)))
                    || is_addressed(text, at)
                    || has_given_name(text, at, is_alone)
            }
            Alone::No => false,
        };
        (is_told || is_name).then_some(reading)
    }
}

/// Whether a character is a word by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    Yes,
    /// So are the two characters behind it.
    WithTwo,
    No,
}

/// Whether a title stands behind the surname at `at`, which is no end of a given name: 導遊解小姐, but not 黃佩華先生.
fn is_addressed(text: &[char], at: usize) -> bool {
    if !"單单解查仇區区覃冼翟晁".contains(text[at]) {
        return false;
    }
    let behind: String = text[at + 1..].iter().take(2).collect();
    matches!(behind.as_str(), "先生" | "小姐" | "女士" | "太太")
}

/// Whether a word for a person stands behind the surname at `at`.
fn has_person(text: &[char], at: usize) -> bool {
    let behind: String = text[at + 1..].iter().take(3).collect();
    let next = behind.chars().nth(1);
    if text[at] == '曾' && TITLES.iter().any(|title| behind.starts_with(title)) {
        return true;
    }
    PERSONS.iter().any(|person| behind.starts_with(person))
        && !(behind.starts_with(['男', '女']) && next.is_some_and(|c| NO_PERSON.contains(c)))
        && !(behind.starts_with(['員', '员', '母', '父'])
            && next.is_some_and(|c| "工警親亲語语體体額额校子女".contains(c)))
}

/// Whether a given name of two characters stands behind the surname at `at`, and before it what a name may follow.
fn has_given_name(text: &[char], at: usize, is_alone: Alone) -> bool {
    let name: String = text[at + 1..].iter().take(2).collect();
    name.chars().count() == 2
        && name.chars().all(is_han)
        && (name.chars().all(|c| GIVEN.contains(c))
            // 華 begins names of companies, and 單 many words.
            || (is_alone == Alone::WithTwo
                && !matches!(text[at], '華' | '华' | '單' | '单')
                && !name.chars().any(|c| NO_GIVEN.contains(c))))
        && !NO_NAMES.contains(&name.as_str())
        && (is_free(text, at) || (is_listed(text, at) && name.chars().all(|c| GIVEN.contains(c))))
}

/// Whether `c` is a character of given names.
pub(super) fn is_given(c: char) -> bool {
    GIVEN.contains(c)
}

/// Whether 的 stands before: 網球的曾俊欣.
fn is_listed(text: &[char], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|place| text[place] == '的')
}

/// Whether a name may stand at `at`: at the start of a clause, behind a title, behind what is no Chinese character.
fn is_free(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|place| text.get(place));
    is_border(text, at.checked_sub(1)) || before.is_some_and(|&c| BEFORE_NAMES.contains(c) || !is_han(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_told_by_what_stands_around() {
        let syllables = Syllables::load();
        let surnames = Surnames::load(&syllables);
        for (text, at, is_alone, name) in [
            ("曾姓屋主", 0, Alone::No, Some("zeng1")),
            ("警方表示，曾沛慈昨晚", 5, Alone::Yes, Some("zeng1")),
            ("主任曾興隆提醒", 2, Alone::Yes, Some("zeng1")),
            ("她曾到日本", 1, Alone::Yes, None),
            ("曾正式道歉", 0, Alone::Yes, None),
            ("曾女坦承", 0, Alone::Yes, Some("zeng1")),
            ("解女性朋友", 0, Alone::Yes, None),
            ("單國璽樞機", 0, Alone::Yes, Some("shan4")),
            ("警方表示，曾玹莛昨晚", 5, Alone::WithTwo, Some("zeng1")),
            ("單憑此事", 0, Alone::WithTwo, None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = surnames.reading(&chars, at, is_alone).map(|id| syllables.name(id));
            assert_eq!(found, name, "{text}");
        }
    }
}
