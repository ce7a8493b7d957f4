/** Words to make articles and the furniture of pages of. */
export interface Language {
  code: string;
  words: string[];
  names: string[];
  /** Leads a byline. */
  by: string;
  /** A date in words, as a reader sees it. */
  date: Intl.DateTimeFormat;
  navigation: string[];
  related: string;
  subscribe: string;
  share: string;
  comments: string;
  consent: string;
}

const language = (
  code: string,
  words: string,
  names: string,
  by: string,
  furniture: [
    navigation: string,
    related: string,
    subscribe: string,
    share: string,
    comments: string,
    consent: string,
  ],
): Language => {
  const [navigation, related, subscribe, share, comments, consent] = furniture;
  const date = new Intl.DateTimeFormat(code, { dateStyle: 'long', timeZone: 'UTC' });
  const list = (text: string): string[] => text.split(/\s*,\s*/);
  const parted = words.trim().split(/\s+/);
  return {
    code,
    words: parted,
    names: list(names),
    by,
    date,
    navigation: list(navigation),
    related,
    subscribe,
    share,
    comments,
    consent,
  };
};

/** Sentences made of these mean nothing; they only have the lengths and letters of their languages. */
export const languages: Language[] = [
  language(
    'en',
    'the harbour a council opened its bridge before winter and several volunteers repaired every lantern along quiet streets while engineers measured how much water the old canal could carry after heavy rain because nobody had written that figure down',
    'Mara Quist, Tobias Fenn, Ada Marsh, Leo Brandt, Ines Halvard, Priya Nair',
    'By',
    ['Home, World, Culture, Science, Opinion, Sport', 'Related stories', 'Get our newsletter every morning. Unsubscribe at any time.', 'Share this', 'Comments', 'We and our partners use cookies to measure audiences and to show advertising. You can change your choice at any time in the settings.'],
  ),
  language(
    'de',
    'der Hafen die Stadt eröffnete ihre Brücke vor dem Winter und mehrere Freiwillige reparierten jede Laterne entlang stiller Straßen während Ingenieure maßen wie viel Wasser der alte Kanal nach starkem Regen führen kann weil niemand diese Zahl notiert hatte',
    'Jana Vogt, Emil Richter, Karla Lindner, Moritz Hahn',
    'Von',
    ['Start, Politik, Kultur, Wissen, Meinung, Sport', 'Mehr zum Thema', 'Jeden Morgen unser Newsletter. Jederzeit abbestellbar.', 'Teilen', 'Kommentare', 'Wir und unsere Partner verwenden Cookies, um Reichweiten zu messen und Werbung zu zeigen. Ihre Wahl können Sie jederzeit ändern.'],
  ),
  language(
    'fr',
    'le port une mairie a ouvert son pont avant hiver et plusieurs bénévoles ont réparé chaque lanterne le long des rues calmes pendant que des ingénieurs mesuraient combien de mètres le vieux canal pouvait porter après une forte pluie car personne ne savait ce chiffre',
    'Claire Morel, Hugo Lemaire, Inès Faure, Paul Garnier',
    'Par',
    ['Accueil, Monde, Culture, Sciences, Idées, Sports', 'À lire aussi', 'Chaque matin notre lettre. Désinscription à tout moment.', 'Partager', 'Commentaires', 'Nous et nos partenaires utilisons des cookies pour mesurer audience et afficher de la publicité. Vous pouvez changer votre choix à tout moment.'],
  ),
  language(
    'es',
    'el puerto una alcaldía abrió su puente antes del invierno y varios voluntarios repararon cada farol por las calles tranquilas mientras unos ingenieros medían cuánta agua puede llevar el viejo canal tras una lluvia fuerte porque nadie había escrito esa cifra',
    'Lucía Romero, Diego Navarro, Elena Prado, Mateo Cruz',
    'Por',
    ['Portada, Mundo, Cultura, Ciencia, Opinión, Deportes', 'Te puede interesar', 'Cada mañana nuestro boletín. Baja cuando quieras.', 'Compartir', 'Comentarios', 'Nosotros y nuestros socios usamos cookies para medir audiencias y mostrar publicidad. Puedes cambiar tu elección cuando quieras.'],
  ),
  language(
    'ru',
    'порт города открыл новый мост перед зимой и несколько добровольцев починили каждый фонарь вдоль тихих улиц пока инженеры измеряли сколько воды старый канал выдержит после сильного дождя потому что никто раньше не записал эту цифру',
    'Анна Белова, Игорь Соколов, Мария Орлова',
    'Автор',
    ['Главная, Мир, Культура, Наука, Мнения, Спорт', 'Читайте также', 'Каждое утро наша рассылка. Отписаться можно всегда.', 'Поделиться', 'Комментарии', 'Мы и наши партнёры используем файлы cookie для измерения аудитории и показа рекламы. Выбор можно изменить в любое время.'],
  ),
  language(
    'ar',
    'فتح المجلس الميناء جسرا جديدا قبل الشتاء و أصلح متطوعون كل مصباح على الشوارع الهادئة بينما قاس مهندسون كم ماء تحمل القناة القديمة بعد المطر الغزير لأن أحدا لم يكتب هذا الرقم',
    'ليلى حداد, سامر نجار, هدى كرم',
    'بقلم',
    ['الرئيسية, العالم, ثقافة, علوم, رأي, رياضة', 'اقرأ أيضا', 'رسالتنا كل صباح. يمكن الإلغاء في أي وقت.', 'شارك', 'تعليقات', 'نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لقياس الجمهور وعرض الإعلانات. يمكنك تغيير اختيارك في أي وقت.'],
  ),
  language(
    'ja',
    '港の 町議会は 冬の前に 新しい橋を 開いた そして 市民が 静かな通りの 灯りを ひとつずつ 直した 技師たちは 大雨のあとに 古い運河が どれだけの水を 運べるかを 測った 誰も その数字を 書き残して いなかった',
    '佐藤 遥, 高橋 健, 中村 美咲',
    '文・',
    ['トップ, 国際, 文化, 科学, 意見, スポーツ', '関連記事', '毎朝のニュースレター。いつでも解除できます。', '共有する', 'コメント', '当サイトと提携先は、利用状況の測定と広告の表示のためにクッキーを使用します。設定はいつでも変更できます。'],
  ),
]; // biome-ignore format: a list reads better in lines
